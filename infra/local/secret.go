package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"maillage/functions/app"
	"maillage/functions/movement"
)

// openSecrets reads the secrets of dir, and draws them the first time.
func openSecrets(dir string) (movement.SecretSource, error) {
	file := filepath.Join(dir, "secrets.json")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if data, err = drawSecrets(); err == nil {
			err = os.WriteFile(file, data, 0o600)
		}
	}
	if err != nil {
		return nil, err
	}
	secrets, err := app.ParseSecrets(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return func(context.Context) (movement.Secrets, error) { return secrets, nil }, nil
}

func drawSecrets() ([]byte, error) {
	type pair struct {
		Current  string `json:"current"`
		Previous string `json:"previous"`
	}
	file := map[string]pair{}
	for _, name := range []string{"token", "cursor", "challenge", "pass", "origin"} {
		var key [32]byte
		if _, err := rand.Read(key[:]); err != nil {
			return nil, err
		}
		file[name] = pair{Current: base64.RawStdEncoding.EncodeToString(key[:])}
	}
	return json.MarshalIndent(file, "", "  ")
}
