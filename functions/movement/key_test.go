package movement_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"maillage/functions/movement"
)

func seeded(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

func key32(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }

var (
	older  = movement.Key{Current: key32(1)}
	newer  = movement.Key{Current: key32(2), Previous: key32(1)}
	newest = movement.Key{Current: key32(3), Previous: key32(2)}
)

func TestSealAndOpen(t *testing.T) {
	const text = "le secret, ☃"
	sealed, err := older.Seal(seeded(1), "mail m_1", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	other := flip(t, sealed, 14)
	tests := []struct {
		name, purpose, sealed string
		key                   movement.Key
		good                  bool
	}{
		{"same key", "mail m_1", sealed, older, true},
		{"one rotation later", "mail m_1", sealed, newer, true},
		{"two rotations later", "mail m_1", sealed, newest, false},
		{"another purpose", "mail m_2", sealed, older, false},
		{"no purpose", "", sealed, older, false},
		{"another key", "mail m_1", sealed, movement.Key{Current: key32(9)}, false},
		{"no key", "mail m_1", sealed, movement.Key{}, false},
		{"short key", "mail m_1", sealed, movement.Key{Current: key32(1)[:31]}, false},
		{"one bit changed", "mail m_1", other, older, false},
		{"truncated", "mail m_1", sealed[:len(sealed)-2], older, false},
		{"a nonce alone", "mail m_1", sealed[:16], older, false},
		{"shorter than a nonce", "mail m_1", "AAAA", older, false},
		{"nothing", "mail m_1", "", older, false},
		{"padded", "mail m_1", sealed + "=", older, false},
		{"no base64", "mail m_1", "é" + sealed, older, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			plain, err := test.key.Open(test.purpose, test.sealed)
			if test.good && (err != nil || string(plain) != text) {
				t.Errorf("%q, error %v", plain, err)
			}
			if !test.good && (!errors.Is(err, movement.ErrForged) || plain != nil) {
				t.Errorf("%q, error %v, want ErrForged", plain, err)
			}
		})
	}
}

// flip changes one bit of what a sealed text holds.
func flip(t *testing.T, sealed string, at int) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		t.Fatal(err)
	}
	raw[at] ^= 1
	return base64.RawURLEncoding.EncodeToString(raw)
}

func TestSealDrawsANonce(t *testing.T) {
	source := seeded(2)
	a, errA := older.Seal(source, "cursor", []byte("same"))
	b, errB := older.Seal(source, "cursor", []byte("same"))
	if a == b || errA != nil || errB != nil {
		t.Errorf("the same text is sealed alike twice: %v %v", errA, errB)
	}
	if _, err := older.Seal(iotest.ErrReader(errors.New("no entropy")), "cursor", nil); err == nil {
		t.Error("sealed without randomness")
	}
	if _, err := (movement.Key{Current: key32(1)[:16]}).Seal(source, "cursor", nil); err == nil {
		t.Error("sealed with half a key")
	}
}

func TestMAC(t *testing.T) {
	sum := older.MAC("page", "1700000000", "key")
	tests := []struct {
		name  string
		key   movement.Key
		sum   string
		parts []string
		want  bool
	}{
		{"same", older, sum, []string{"page", "1700000000", "key"}, true},
		{"after a rotation", newer, sum, []string{"page", "1700000000", "key"}, true},
		{"after two", newest, sum, []string{"page", "1700000000", "key"}, false},
		{"made by the newer key", older, newer.MAC("page", "1700000000", "key"), []string{"page", "1700000000", "key"}, false},
		{"another part", older, sum, []string{"form", "1700000000", "key"}, false},
		{"parts cut elsewhere", older, sum, []string{"page1", "700000000", "key"}, false},
		{"one part less", older, sum, []string{"page", "1700000000key"}, false},
		{"an empty part more", older, sum, []string{"page", "1700000000", "key", ""}, false},
		{"a part that spells the delimiter", older, older.MAC("a", "b"), []string{"a1:b"}, false},
		{"cut sum", older, sum[:len(sum)-1], []string{"page", "1700000000", "key"}, false},
		{"no sum", older, "", []string{"page", "1700000000", "key"}, false},
		{"no previous key is not the empty one", older, movement.Key{}.MAC("a"), []string{"a"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.key.Verify(test.sum, test.parts...); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	sealed, err := newer.Seal(seeded(3), "p", []byte("plain"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("p", sealed)
	f.Add("", "")
	f.Add("p", strings.Repeat("A", 60))
	f.Fuzz(func(t *testing.T, purpose, text string) {
		plain, err := newer.Open(purpose, text)
		if err == nil && (purpose != "p" || strings.NewReplacer("\r", "", "\n", "").Replace(text) != sealed || string(plain) != "plain") {
			t.Errorf("%q opens for %q as %q", text, purpose, plain)
		}
	})
}
