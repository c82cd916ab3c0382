package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"maillage/functions/table"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

func open(t testing.TB, path string, now func() time.Time) *sqlite.Table {
	t.Helper()
	opened, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return opened
}

func TestTable(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table {
		return open(t, filepath.Join(t.TempDir(), "table.db"), clock.Now)
	})
}
