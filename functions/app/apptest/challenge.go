package apptest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
)

// challenge is what GET /api/challenge answers, as the form's script reads it.
type challenge struct {
	Algorithm string `json:"algorithm"`
	Challenge string `json:"challenge"`
	MaxNumber int    `json:"maxnumber"`
	Salt      string `json:"salt"`
	Signature string `json:"signature"`
	Started   string `json:"started"`
	Key       string `json:"idempotency_key"`
}

// solve is the value of the field altcha: the number whose hash with the salt is
// the challenge, found by trying.
func (c challenge) solve() (string, error) {
	want, err := hex.DecodeString(c.Challenge)
	if err != nil || c.Algorithm != "SHA-256" {
		return "", errors.New("not a challenge that can be solved")
	}
	for number := range c.MaxNumber + 1 {
		sum := sha256.Sum256(strconv.AppendInt([]byte(c.Salt), int64(number), 10))
		if string(sum[:]) == string(want) {
			payload, err := json.Marshal(map[string]any{"algorithm": c.Algorithm, "challenge": c.Challenge,
				"number": number, "salt": c.Salt, "signature": c.Signature})
			return base64.StdEncoding.EncodeToString(payload), err
		}
	}
	return "", errors.New("the challenge has no solution")
}
