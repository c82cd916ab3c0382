package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strings"
	"sync"
)

// moves are the redirections of the sites, as the generator tells them in
// data/redirects.json. Production on AWS answers them in the functions.
type moves struct {
	mu    sync.RWMutex
	exact map[string]string // by host and address
	below []move            // those that end in /*
}

type move struct {
	From string `json:"from"`
	To   string `json:"to"`
	Host string `json:"host"`
}

func (m *moves) load(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all struct {
		Redirects []move `json:"redirects"`
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	exact, below := map[string]string{}, []move(nil)
	for _, one := range all.Redirects {
		if prefix, ok := strings.CutSuffix(one.From, "*"); ok {
			below = append(below, move{prefix, one.To, one.Host})
		} else {
			exact[one.Host+one.From] = one.To
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.exact, m.below = exact, below
	return nil
}

// find is where an address of a host has moved to; "" when it has not. The query
// of old WordPress addresses ("/?p=12") belongs to them.
func (m *moves) find(host, address, query string) string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if query != "" {
		if to := m.exact[host+address+"?"+query]; to != "" {
			return to
		}
	}
	for _, form := range []string{address, strings.TrimSuffix(address, "/"), address + "/"} {
		if to := m.exact[host+form]; to != "" {
			return to
		}
	}
	for _, one := range m.below {
		if rest, ok := strings.CutPrefix(address, one.From); ok && one.Host == host {
			// Cleaned, so that no address of a visitor's making leads to another host.
			return strings.Replace(one.To, ":splat", strings.TrimPrefix(path.Clean("/"+rest), "/"), 1)
		}
	}
	return ""
}
