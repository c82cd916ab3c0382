// Package app_test tells the functions by scripts: see apptest.Run for their
// language and testdata/*.txt for them.
package app_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/functions/app/apptest"
	"maillage/functions/table"
	"maillage/functions/table/dynamo/dynamotest"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

var local dynamotest.Server

func TestMain(m *testing.M) { os.Exit(local.Run(m)) }

// engine is a table that every script runs on, and the seed of a test on it.
type engine struct {
	open func(testing.TB, *tabletest.Clock) table.Table
	seed func(*testing.T) string
}

// engines: DynamoDB Local remembers write tokens across tables and runs, so that
// randomness cannot be the same there each time.
var engines = map[string]engine{
	"sqlite": {openSQLite, func(t *testing.T) string { return t.Name() }},
	"dynamo": {func(tb testing.TB, clock *tabletest.Clock) table.Table { return local.NewTable(tb, clock.Now) },
		func(*testing.T) string { return rand.Text() }},
}

func openSQLite(tb testing.TB, clock *tabletest.Clock) table.Table {
	tb.Helper()
	tbl, err := sqlite.Open(tb.Context(), sqlite.Config{Path: sqlite.Memory, Now: clock.Now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := tbl.Close(); err != nil {
			tb.Error(err)
		}
	})
	return tbl
}

func readSite(t *testing.T) *apptest.Site {
	t.Helper()
	site, err := apptest.ReadSite(os.DirFS("testdata/site"))
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	site, api := readSite(t), readAPI(t)
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, script := range scripts {
				t.Run(strings.TrimSuffix(filepath.Base(script), ".txt"), func(t *testing.T) {
					t.Parallel()
					clock := tabletest.NewClock()
					world := apptest.New(t, apptest.Config{Table: engine.open(t, clock), Clock: clock, Site: site, API: api, Seed: engine.seed(t)})
					apptest.Run(t, world, script)
				})
			}
		})
	}
}
