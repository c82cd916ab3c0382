package external

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// load reads the answers of earlier runs; a file that cannot be read holds none.
func (c *Checker) load() map[string]Result {
	known := map[string]Result{}
	if c.Cache == "" {
		return known
	}
	data, err := os.ReadFile(c.Cache)
	if err != nil || json.Unmarshal(data, &known) != nil {
		return map[string]Result{}
	}
	return known
}

// save writes the answers that are still fresh beside those of this run.
func (c *Checker) save(results map[string]Result) error {
	if c.Cache == "" {
		return nil
	}
	all := c.load()
	for address, r := range all {
		if c.Now().Sub(r.At) >= remembered {
			delete(all, address)
		}
	}
	for address, r := range results {
		all[address] = r
	}
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.Cache), 0o755); err != nil {
		return fmt.Errorf("remember outside links: %w", err)
	}
	part := c.Cache + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return fmt.Errorf("remember outside links: %w", err)
	}
	return os.Rename(part, c.Cache)
}
