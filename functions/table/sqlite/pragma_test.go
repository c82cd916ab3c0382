package sqlite

import (
	"path/filepath"
	"testing"
	"time"
)

// TestDurable reads back what keeps answered writes through a loss of power,
// which no test can bring about.
func TestDurable(t *testing.T) {
	opened, err := Open(t.Context(), Config{Path: filepath.Join(t.TempDir(), "table.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} {
		var got string
		if err := opened.writes.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, error %v, want %s", pragma, got, err, want)
		}
	}
}
