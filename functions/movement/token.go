package movement

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// TokenPurpose is what a mailed link or code does.
type TokenPurpose string

// The purposes of mailed tokens.
const (
	ConfirmToken TokenPurpose = "confirm"
	SignInToken  TokenPurpose = "sign-in"
)

// Life is how long a token of this purpose can be used.
func (p TokenPurpose) Life() time.Duration {
	if p == SignInToken {
		return 10 * time.Minute
	}
	return PendingLife
}

// CodeTries is how many times a code may be tried, counted before comparing.
const CodeTries = 5

// Secret is what a mail carries: a link token (32 random bytes, base64url) and
// an eight-digit code that does the same. It is never stored in the clear.
type Secret struct {
	Link string `json:"link"`
	Code string `json:"code"`
}

// NewSecret draws a secret.
func NewSecret(rand io.Reader) (Secret, error) {
	var b [32]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return Secret{}, fmt.Errorf("draw a token: %w", err)
	}
	n, err := digits(rand, 100_000_000)
	return Secret{Link: base64.RawURLEncoding.EncodeToString(b[:]), Code: fmt.Sprintf("%08d", n)}, err
}

// digits draws a number below n without bias.
func digits(rand io.Reader, n uint64) (uint64, error) {
	limit := (1 << 63) / n * n
	for {
		var b [8]byte
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return 0, fmt.Errorf("draw digits: %w", err)
		}
		if v := binary.BigEndian.Uint64(b[:]) >> 1; v < limit {
			return v % n, nil
		}
	}
}

// TokenHash names a token without giving it away: base64url of the SHA-256 of
// the link token.
type TokenHash string

// HashToken is the name of a link token, as it came back from a mail.
func HashToken(link string) TokenHash {
	sum := sha256.Sum256([]byte(link))
	return TokenHash(base64.RawURLEncoding.EncodeToString(sum[:]))
}

// Token is what the movement remembers of a mailed link and code.
type Token struct {
	Hash      TokenHash
	Purpose   TokenPurpose
	CodeMAC   string      // Key.MAC("code", Hash, code)
	Signup    *Signup     // of a ConfirmToken
	Organizer OrganizerID // of a SignInToken; empty when nobody has the address
	Contact   ContactID   // who a used ConfirmToken made a member
	Update    bool        // a ConfirmToken of a member, who may change what is known of them
	Used      bool
	Expires   time.Time
	Version   int64
}

// Claim is what somebody brings back from a mail: the link's token, or an
// address and a code, whose tries count against the limits.
type Claim struct {
	Link   string
	Email  Email
	Code   string
	Limits []Limit
}

// NewToken is the record of a secret for a purpose, alive from now on.
func NewToken(secret Secret, purpose TokenPurpose, key Key, now time.Time) Token {
	hash := HashToken(secret.Link)
	return Token{Hash: hash, Purpose: purpose, CodeMAC: key.MAC("code", string(hash), secret.Code),
		Expires: now.Add(purpose.Life())}
}

// MatchesCode reports whether code is the token's.
func (t Token) MatchesCode(key Key, code string) bool {
	return key.Verify(t.CodeMAC, "code", string(t.Hash), code)
}
