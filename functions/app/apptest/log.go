package apptest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// personal are the form fields whose values must never be in the log, with the
// query parameters of a search.
var personal = []string{"email", "first_name", "last_name", "phone", "q", "token", "code"}

// Log keeps what the product logs and the canaries it must not hold: whatever
// personal was sent, in any exchange.
type Log struct {
	mu       sync.Mutex
	text     bytes.Buffer
	canaries []string
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// Forbid makes a text a canary. Texts of fewer than four characters say nothing.
func (l *Log) Forbid(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text = strings.TrimSpace(text); len(text) >= 4 && !slices.Contains(l.canaries, text) {
		l.canaries = append(l.canaries, text)
	}
}

// Lines is how many lines were logged.
func (l *Log) Lines() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Count(l.text.Bytes(), []byte("\n"))
}

// Leaks are the log lines that hold a canary, whatever its case.
func (l *Log) Leaks() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var leaks []string
	for line := range strings.Lines(l.text.String()) {
		for _, canary := range l.canaries {
			if strings.Contains(strings.ToLower(line), strings.ToLower(canary)) {
				leaks = append(leaks, fmt.Sprintf("%q in %s", canary, strings.TrimSpace(line)))
			}
		}
	}
	return leaks
}
