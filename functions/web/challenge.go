package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/altcha-org/altcha-lib-go"

	"maillage/functions/movement"
)

// Challenges keep programs from filling public forms, without asking people
// anything: a field that only a program fills, a signed time, and a proof of
// work (ALTCHA) that the form's script fetches and solves. A form sent without
// script gets a second page instead (Pages.SecondStep) and stricter limits.
type Challenges struct {
	Secrets movement.SecretSource
	Now     func() time.Time
	Rand    io.Reader
}

// How a challenge is made, and when its answer is accepted.
const (
	proofCost = 50_000 // largest number to try: half a second in a phone's browser
	minAge    = 3 * time.Second
	maxAge    = 24 * time.Hour
)

// Challenge is what GET /api/challenge answers: ALTCHA's own fields, and the
// signed time and the key of this sending.
type Challenge struct {
	Algorithm      string `json:"algorithm"`
	Challenge      string `json:"challenge"` // hexadecimal
	MaxNumber      int64  `json:"maxnumber"`
	Salt           string `json:"salt"`
	Signature      string `json:"signature"` // hexadecimal
	Started        string `json:"started"`
	IdempotencyKey string `json:"idempotency_key"`
}

// Started is a signed time and the idempotency key it was signed with.
type Started struct{ Text, Key string }

// Attempt is what a sent form holds for the challenge. Payload is a hash of the
// rest of it.
type Attempt struct {
	Altcha, Started, Key string
	Website              string // the field that people do not see
	Payload              string
}

// Verdict is what an attempt shows of its sender.
type Verdict int

// The verdicts. Solved and Pressed (the second page's button) are let through.
const (
	Unsolved Verdict = iota // no challenge, or none that holds: show the second page
	Early                   // too soon for a person: show it again
	Robot                   // answer as ever and do nothing
	Pressed                 // let through under stricter limits
	Solved                  // let through
)

// The purposes of signed times.
const (
	startedForm = "form" // by GET /api/challenge, bound to the challenge
	startedPage = "page" // by the second page, bound to the payload
)

// Issue makes a challenge.
func (c *Challenges) Issue(ctx context.Context) (Challenge, error) {
	secrets, err := c.Secrets(ctx)
	if err != nil {
		return Challenge{}, err
	}
	var seed [24]byte
	if _, err := io.ReadFull(c.Rand, seed[:]); err != nil {
		return Challenge{}, fmt.Errorf("draw a challenge: %w", err)
	}
	number := int64(seed[0])<<16 | int64(seed[1])<<8 | int64(seed[2])
	number %= proofCost + 1
	made, err := altcha.CreateChallenge(altcha.ChallengeOptions{
		Algorithm: altcha.SHA256, MaxNumber: proofCost, Number: &number,
		Salt: base64.RawURLEncoding.EncodeToString(seed[3:]), HMACKey: string(secrets.Challenge.Current),
	})
	if err != nil {
		return Challenge{}, fmt.Errorf("make a challenge: %w", err)
	}
	signed, err := c.sign(ctx, startedForm, made.Challenge)
	return Challenge{made.Algorithm, made.Challenge, proofCost, made.Salt, made.Signature, signed.Text, signed.Key}, err
}

// Step signs the second page of a payload. Pressing its button early keeps the
// time it was first shown: previous is what the attempt held.
func (c *Challenges) Step(ctx context.Context, a Attempt, early bool) (Started, error) {
	if early {
		return Started{a.Started, a.Key}, nil
	}
	return c.sign(ctx, startedPage, a.Payload)
}

func (c *Challenges) sign(ctx context.Context, purpose, subject string) (Started, error) {
	secrets, err := c.Secrets(ctx)
	if err != nil {
		return Started{}, err
	}
	var b [16]byte
	if _, err := io.ReadFull(c.Rand, b[:]); err != nil {
		return Started{}, fmt.Errorf("draw a key: %w", err)
	}
	key := base64.RawURLEncoding.EncodeToString(b[:])
	at := strconv.FormatInt(c.Now().Unix(), 10)
	return Started{at + "." + secrets.Challenge.MAC(purpose, at, key, subject), key}, nil
}

// Judge tells people from programs. proof names a solved challenge, so that it
// can be used once.
func (c *Challenges) Judge(ctx context.Context, a Attempt) (v Verdict, proof string, err error) {
	if a.Website != "" {
		return Robot, "", nil
	}
	secrets, err := c.Secrets(ctx)
	if err != nil {
		return Unsolved, "", err
	}
	if age, ok := c.age(secrets.Challenge, a, startedPage, a.Payload); ok {
		return pick(age, Pressed), "", nil
	}
	solved, ok := solution(secrets.Challenge, a.Altcha)
	if !ok {
		return Unsolved, "", nil
	}
	age, ok := c.age(secrets.Challenge, a, startedForm, solved)
	if !ok {
		return Unsolved, "", nil
	}
	if v = pick(age, Solved); v == Early {
		v = Unsolved // the second page makes up for the seconds that are missing
	}
	return v, solved, nil
}

func pick(age time.Duration, v Verdict) Verdict {
	switch {
	case age < minAge:
		return Early
	case age > maxAge:
		return Unsolved
	}
	return v
}

// age is how long ago a signed time was signed, with ok false when it was not,
// or for something else.
func (c *Challenges) age(key movement.Key, a Attempt, purpose, subject string) (age time.Duration, ok bool) {
	at, sum, _ := strings.Cut(a.Started, ".")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !key.Verify(sum, purpose, at, a.Key, subject) {
		return 0, false
	}
	return c.Now().Sub(time.Unix(seconds, 0)), true
}

// solution is the challenge that an ALTCHA payload solves.
func solution(key movement.Key, payload string) (challenge string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil || len(raw) > 4096 {
		return "", false
	}
	var p altcha.Payload
	if json.Unmarshal(raw, &p) != nil || p.Algorithm != string(altcha.SHA256) || p.Number < 0 || p.Number > proofCost {
		return "", false
	}
	for _, k := range [][]byte{key.Current, key.Previous} {
		if len(k) == 0 {
			continue
		}
		if good, err := altcha.VerifySolution(p, string(k), false); err == nil && good {
			return p.Challenge, true
		}
	}
	return "", false
}
