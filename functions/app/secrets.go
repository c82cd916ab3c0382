package app

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"maillage/functions/movement"
)

// ParseSecrets reads the secrets of a deployment: a JSON object with the fields
// token, cursor, challenge, pass and origin, each {"current", "previous"}: 32
// random bytes in base64, with or without padding. previous may be empty.
func ParseSecrets(data []byte) (movement.Secrets, error) {
	type pair struct{ Current, Previous string }
	var file struct{ Token, Cursor, Challenge, Pass, Origin pair }
	if err := json.Unmarshal(data, &file); err != nil {
		return movement.Secrets{}, fmt.Errorf("parse secrets: %w", err)
	}
	var secrets movement.Secrets
	for _, field := range []struct {
		name string
		from pair
		to   *movement.Key
	}{
		{"token", file.Token, &secrets.Token}, {"cursor", file.Cursor, &secrets.Cursor},
		{"challenge", file.Challenge, &secrets.Challenge}, {"pass", file.Pass, &secrets.Pass}, {"origin", file.Origin, &secrets.Origin},
	} {
		var err error
		if field.to.Current, err = keyBytes(field.from.Current); err != nil || len(field.to.Current) == 0 {
			return movement.Secrets{}, fmt.Errorf("parse secrets: %s.current is not 32 bytes in base64", field.name)
		}
		if field.to.Previous, err = keyBytes(field.from.Previous); err != nil {
			return movement.Secrets{}, fmt.Errorf("parse secrets: %s.previous is not 32 bytes in base64", field.name)
		}
	}
	return secrets, nil
}

// keyBytes decodes a key; none for an empty text.
func keyBytes(text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	key, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err == nil && len(key) != 32 {
		err = fmt.Errorf("key of %d bytes", len(key))
	}
	return key, err
}
