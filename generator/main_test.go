package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts compare again")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"generator": main})
}

// Each testdata/script/*.txtar is a whole content folder and what the program
// does with it. Scripts find the theme of the engine's tests in themes/plain.
func TestScripts(t *testing.T) {
	themes, err := filepath.Abs("site/testdata/themes")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "fr_FR.UTF-8")
			return os.CopyFS(filepath.Join(env.WorkDir, "themes"), os.DirFS(themes))
		},
	})
}

// Progress is told on a line of its own, not too early, not too often, and leaves
// nothing.
func TestProgress(t *testing.T) {
	var out strings.Builder
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	p := progress{out: &out, lang: "en", now: func() time.Time { return now }, start: now}
	for done := range 100 {
		p.tell(done, 100)
		now = now.Add(20 * time.Millisecond)
	}
	p.erase()
	got := out.String()
	if !strings.HasPrefix(got, "\r50 of 100\x1b[K\r55 of 100") || !strings.HasSuffix(got, "\r\x1b[K") || strings.Contains(got, "\n") {
		t.Errorf("told %q", got)
	}
	if isTerminal(&out) {
		t.Error("a builder is taken for a terminal")
	}
}
