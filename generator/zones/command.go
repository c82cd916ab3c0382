package zones

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

const usage = `usage : generator zones derive [-check] -package DOSSIER FICHIER

Calcule les codes postaux de FICHIER (content/zones.yaml) d’après le paquet npm
@etalab/decoupage-administratif installé dans DOSSIER, et les y écrit.

`

// Main runs `zones` with args, such as "derive", "-package", DIR, FILE. Its
// result is the exit code: 0 done, 1 the file is at fault, 2 wrong usage.
func Main(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("zones derive", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage); flags.PrintDefaults() }
	dir := flags.String("package", "", "`dossier` du paquet npm, comme infra/e2e/node_modules/@etalab/decoupage-administratif")
	check := flags.Bool("check", false, "ne rien changer, dire ce qui ne va pas")
	if len(args) == 0 || args[0] != "derive" {
		flags.Usage()
		return 2
	}
	if err := flags.Parse(args[1:]); err != nil {
		return 2
	}
	if *dir == "" || flags.NArg() != 1 {
		flags.Usage()
		return 2
	}
	run := deriveFile
	if *check {
		run = checkFile
	}
	if err := run(flags.Arg(0), *dir, stdout); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// deriveFile rewrites the postal lists of the file at path, if they changed.
func deriveFile(path, dir string, stdout io.Writer) error {
	f, err := readPackage(dir)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read zones: %w", err)
	}
	tree, err := Parse(path, data)
	if err != nil {
		return err
	}
	changed, err := rewrite(data, derive(tree, f.homes(tree)))
	if err != nil {
		return err
	}
	if !bytes.Equal(changed, data) {
		if err := os.WriteFile(path, changed, 0o644); err != nil {
			return fmt.Errorf("write zones: %w", err)
		}
	}
	return checkFile(path, dir, stdout)
}

// checkFile holds the file at path against the package in dir.
func checkFile(path, dir string, stdout io.Writer) error {
	f, err := readPackage(dir)
	if err != nil {
		return err
	}
	tree, err := Load(path)
	if err != nil {
		return err
	}
	if faults := f.faults(tree); len(faults) > 0 {
		return fmt.Errorf("%s: %s", path, strings.Join(faults, "\n"+path+": "))
	}
	fmt.Fprintln(stdout, f.figures(tree))
	return nil
}
