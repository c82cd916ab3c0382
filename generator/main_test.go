package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

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
