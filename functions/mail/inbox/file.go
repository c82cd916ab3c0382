package inbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// fileName sorts by number, so that a directory listing is in order of arrival.
func fileName(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("%010d.json", number))
}

// load reads every message of the directory, oldest first. A file that is cut
// short or not ours is an error, not a gap.
func load(dir string) ([]kept, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var messages []kept
	for _, file := range files {
		var k kept
		if !strings.HasSuffix(file.Name(), ".json") {
			continue
		}
		if _, err := fmt.Sscanf(file.Name(), "%d.json", &k.number); err != nil {
			return nil, fmt.Errorf("%s: not a message", file.Name())
		}
		data, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &k.message); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
		messages = append(messages, k)
	}
	return messages, nil
}

// save writes beside the final name and renames, so that a message is there
// whole or not at all.
func save(dir string, k kept) error {
	data, err := json.MarshalIndent(k.message, "", "\t")
	if err != nil {
		return err
	}
	name := fileName(dir, k.number)
	if err := os.WriteFile(name+".part", data, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".part", name)
}

func remove(dir string, number int) error {
	err := os.Remove(fileName(dir, number))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
