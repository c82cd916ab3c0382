package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/altcha-org/altcha-lib-go"

	"maillage/functions/movement"
)

// challengeFixture issues challenges on a clock that is set.
type challengeFixture struct {
	*Challenges
	now time.Time
	key movement.Key
}

func newChallenges() *challengeFixture {
	f := &challengeFixture{now: time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC), key: movement.Key{Current: bytes.Repeat([]byte{1}, 32)}}
	f.Challenges = &Challenges{Now: func() time.Time { return f.now }, Rand: rand.NewChaCha8([32]byte{1}),
		Secrets: func(context.Context) (movement.Secrets, error) { return movement.Secrets{Challenge: f.key}, nil }}
	return f
}

// solve does a browser's work.
func solve(t testing.TB, c Challenge) altcha.Payload {
	t.Helper()
	solution, err := altcha.SolveChallenge(c.Challenge, c.Salt, altcha.SHA256, int(c.MaxNumber), 0, nil)
	if err != nil || solution == nil {
		t.Fatalf("no solution, error %v", err)
	}
	return altcha.Payload{Algorithm: c.Algorithm, Challenge: c.Challenge, Number: int64(solution.Number), Salt: c.Salt, Signature: c.Signature}
}

func payload(p altcha.Payload) string {
	raw, _ := json.Marshal(p)
	return base64.StdEncoding.EncodeToString(raw)
}

func TestIssue(t *testing.T) {
	f := newChallenges()
	a, errA := f.Issue(t.Context())
	b, errB := f.Issue(t.Context())
	if errA != nil || errB != nil || a.Challenge == b.Challenge || a.Salt == b.Salt || a.IdempotencyKey == b.IdempotencyKey {
		t.Errorf("two challenges are alike: %+v %+v, errors %v %v", a, b, errA, errB)
	}
	if a.Algorithm != "SHA-256" || a.MaxNumber != proofCost || solve(t, a).Number > proofCost {
		t.Errorf("challenge %+v", a)
	}
}

func TestJudgeProof(t *testing.T) {
	f := newChallenges()
	c, err := f.Issue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := f.Issue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	good := solve(t, c)
	changed := func(change func(p *altcha.Payload)) string {
		p := good
		change(&p)
		return payload(p)
	}
	foreign := newChallenges()
	foreign.key.Current = bytes.Repeat([]byte{9}, 32)
	theirs, _ := foreign.Issue(t.Context())
	rotated := movement.Key{Current: bytes.Repeat([]byte{2}, 32), Previous: f.key.Current}
	tests := []struct {
		name    string
		after   time.Duration
		attempt Attempt
		key     movement.Key
		want    Verdict
	}{
		{name: "solved", after: minAge, want: Solved},
		{name: "solved in the last second", after: maxAge, want: Solved},
		{name: "after a rotation of keys", after: minAge, key: rotated, want: Solved},
		{name: "after two", after: minAge, key: movement.Key{Current: bytes.Repeat([]byte{3}, 32), Previous: rotated.Current}},
		{name: "too soon", after: minAge - time.Second},
		{name: "too late", after: maxAge + time.Second},
		{name: "from the future", after: -time.Hour},
		{name: "by a robot", after: minAge, attempt: Attempt{Website: "x"}, want: Robot},
		{name: "no proof", after: minAge, attempt: Attempt{Altcha: " "}},
		{name: "another number", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Number++ })}},
		{name: "a negative number", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Number = -1 })}},
		{name: "another salt", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Salt = other.Salt })}},
		{name: "another signature", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Signature = other.Signature })}},
		{name: "no signature", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Signature = "" })}},
		{name: "another algorithm", after: minAge, attempt: Attempt{Altcha: changed(func(p *altcha.Payload) { p.Algorithm = "SHA-1" })}},
		{name: "another's challenge", after: minAge, attempt: Attempt{Altcha: payload(solve(t, other))}},
		{name: "a foreign signature", after: minAge, attempt: Attempt{Altcha: payload(solve(t, theirs)), Started: theirs.Started, Key: theirs.IdempotencyKey}},
		{name: "another sending's time", after: minAge, attempt: Attempt{Started: other.Started, Key: other.IdempotencyKey}},
		{name: "another key", after: minAge, attempt: Attempt{Key: other.IdempotencyKey}},
		{name: "an older time", after: minAge - time.Second, attempt: Attempt{Started: "0" + c.Started}},
		{name: "no base64", after: minAge, attempt: Attempt{Altcha: "é"}},
		{name: "no JSON", after: minAge, attempt: Attempt{Altcha: base64.StdEncoding.EncodeToString([]byte("{"))}},
		{name: "much", after: minAge, attempt: Attempt{Altcha: base64.StdEncoding.EncodeToString(make([]byte, 5000))}},
	}
	start, key := f.now, f.key
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f.now, f.key = start.Add(test.after), key
			if test.key.Current != nil {
				f.key = test.key
			}
			a := Attempt{Altcha: payload(good), Started: c.Started, Key: c.IdempotencyKey, Website: test.attempt.Website, Payload: "p"}
			for to, from := range map[*string]string{&a.Altcha: test.attempt.Altcha, &a.Started: test.attempt.Started, &a.Key: test.attempt.Key} {
				if from != "" {
					*to = from
				}
			}
			got, proof, err := f.Judge(t.Context(), a)
			if got != test.want || err != nil || got == Solved && proof != c.Challenge {
				t.Errorf("verdict %d for proof %q, error %v, want %d", got, proof, err, test.want)
			}
		})
	}
}

// TestJudgeSplicedSalt moves a digit from the number into the salt: the hash is
// the same, and so must be the name under which the store remembers it.
func TestJudgeSplicedSalt(t *testing.T) {
	f := newChallenges()
	c, err := f.Issue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.now = f.now.Add(minAge)
	p := solve(t, c)
	digits, _ := json.Marshal(p.Number)
	for n := 1; n < len(digits); n++ {
		if digits[n] == '0' {
			continue
		}
		spliced := p
		spliced.Salt += string(digits[:n])
		if err := json.Unmarshal(digits[n:], &spliced.Number); err != nil {
			t.Fatal(err)
		}
		v, proof, err := f.Judge(t.Context(), Attempt{Altcha: payload(spliced), Started: c.Started, Key: c.IdempotencyKey})
		if v == Solved && proof != c.Challenge || err != nil {
			t.Errorf("a second proof %q of one solution, error %v", proof, err)
		}
	}
}

func TestJudgePage(t *testing.T) {
	f := newChallenges()
	start := f.now
	signed, err := f.Step(t.Context(), Attempt{Payload: "p"}, false)
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Issue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		after   time.Duration
		attempt Attempt
		want    Verdict
	}{
		{"pressed", minAge, Attempt{Started: signed.Text, Key: signed.Key, Payload: "p"}, Pressed},
		{"pressed in the last second", maxAge, Attempt{Started: signed.Text, Key: signed.Key, Payload: "p"}, Pressed},
		{"pressed too soon", minAge - time.Second, Attempt{Started: signed.Text, Key: signed.Key, Payload: "p"}, Early},
		{"pressed too late", maxAge + time.Second, Attempt{Started: signed.Text, Key: signed.Key, Payload: "p"}, Unsolved},
		{"moved to another payload", minAge, Attempt{Started: signed.Text, Key: signed.Key, Payload: "q"}, Unsolved},
		{"under another key", minAge, Attempt{Started: signed.Text, Key: "k", Payload: "p"}, Unsolved},
		{"the time of a challenge", minAge, Attempt{Started: c.Started, Key: c.IdempotencyKey, Payload: c.Challenge}, Unsolved},
		{"no time", minAge, Attempt{Key: signed.Key, Payload: "p"}, Unsolved},
		{"by a robot", minAge, Attempt{Started: signed.Text, Key: signed.Key, Payload: "p", Website: "x"}, Robot},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f.now = start.Add(test.after)
			if got, proof, err := f.Judge(t.Context(), test.attempt); got != test.want || proof != "" || err != nil {
				t.Errorf("verdict %d for proof %q, error %v, want %d", got, proof, err, test.want)
			}
		})
	}
	again, err := f.Step(t.Context(), Attempt{Started: signed.Text, Key: signed.Key, Payload: "p"}, true)
	if again != signed || err != nil {
		t.Errorf("pressing early starts anew: %+v, error %v", again, err)
	}
}

func FuzzJudge(f *testing.F) {
	judge := newChallenges()
	c, err := judge.Issue(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	judge.now = judge.now.Add(minAge)
	good := payload(solve(f, c))
	f.Add(good, c.Started, c.IdempotencyKey, "p")
	f.Add("e30=", "1.x", "", "")
	f.Fuzz(func(t *testing.T, proof, started, key, sent string) {
		v, _, err := judge.Judge(t.Context(), Attempt{Altcha: proof, Started: started, Key: key, Payload: sent})
		if err != nil || v == Pressed || v == Solved && (started != c.Started || key != c.IdempotencyKey) {
			t.Errorf("verdict %d, error %v", v, err)
		}
	})
}
