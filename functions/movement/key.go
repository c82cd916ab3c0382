package movement

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// Key is a secret and the one before it, so that it can be changed while what
// the old one protected still lives. Previous may be empty. Both are 32 bytes.
type Key struct{ Current, Previous []byte }

// Secrets are the keys of one deployment, each for one use.
type Secrets struct {
	Token     Key // mailed codes, the sealed part of outbox items, keyed hashes of addresses
	Cursor    Key // list cursors
	Challenge Key // signed times and proof of work
	Pass      Key // the edge cookie of members' files
	Origin    Key // the header by which the edge proves itself
}

// SecretSource hands out the secrets, which it may have to fetch the first time.
type SecretSource func(ctx context.Context) (Secrets, error)

// ErrForged: a sealed or signed text was not made with this key, or for another
// purpose.
var ErrForged = errors.New("not made with this key")

// MAC is the HMAC-SHA-256 of parts under the current key, in base64url. Parts
// are delimited, so ("ab", "c") and ("a", "bc") differ.
func (k Key) MAC(parts ...string) string { return mac(k.Current, parts) }

// Verify reports whether sum is the MAC of parts under the current key or the
// one before. It takes the same time whatever sum is.
func (k Key) Verify(sum string, parts ...string) bool {
	current := hmac.Equal([]byte(sum), []byte(mac(k.Current, parts)))
	previous := len(k.Previous) > 0 && hmac.Equal([]byte(sum), []byte(mac(k.Previous, parts)))
	return current || previous
}

func mac(key []byte, parts []string) string {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// Seal encrypts plain for one purpose (AES-256-GCM, a key derived per purpose, a
// nonce of rand). The answer is base64url.
func (k Key) Seal(rand io.Reader, purpose string, plain []byte) (string, error) {
	aead, err := k.aead(k.Current, purpose)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil)), nil
}

// Open undoes Seal, under the current key or the one before, or answers
// ErrForged.
func (k Key) Open(purpose, sealed string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil {
		return nil, ErrForged
	}
	for _, key := range [][]byte{k.Current, k.Previous} {
		aead, err := k.aead(key, purpose)
		if err != nil || len(raw) < aead.NonceSize() {
			continue
		}
		if plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], nil); err == nil {
			return plain, nil
		}
	}
	return nil, ErrForged
}

func (k Key) aead(key []byte, purpose string) (cipher.AEAD, error) {
	if len(key) != 32 {
		return nil, fmt.Errorf("key of %d bytes, want 32", len(key))
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte("seal " + purpose))
	block, err := aes.NewCipher(h.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
