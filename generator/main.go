// Command generator turns content and a theme into the public sites of a
// movement. Its commands are explained by running it without any; the work is
// done by the packages site and zones.
//
//	go run ./generator build -content content -themes themes -out dist -base http://localhost:8080
//	go run ./generator check content/fr/posts/2026-05-01-rencontre.md
//	go run ./generator new event -zone fr/ile-de-france "Réunion de rentrée"
//
// It exits with 0 when done, 1 when the content is at fault (everything that is
// wrong is told at once) and 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"time"

	"maillage/generator/site/report"
	"maillage/generator/zones"
)

const done, failed, misused = 0, 1, 2 // exit codes

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(150) // somewhat less work for somewhat more memory
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	c := &command{stdout: stdout, stderr: stderr, lang: environmentLang(os.Getenv("LC_ALL"), os.Getenv("LANG")), now: time.Now}
	name := ""
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "build":
		return c.build(args)
	case "check":
		return c.check(args)
	case "new":
		return c.create(args)
	case "import":
		return c.importSite(args)
	case "zones":
		return zones.Main(args, stdout, stderr)
	case "":
		return c.usage(report.Text{})
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, report.T("usage").In(c.lang))
		return done
	}
	return c.usage(report.T("usage.more", name))
}

// environmentLang is English for an English environment, else French.
func environmentLang(settings ...string) string {
	for _, setting := range settings {
		if setting != "" {
			if strings.HasPrefix(setting, "en") {
				return "en"
			}
			break
		}
	}
	return "fr"
}

// command is one run of the program.
type command struct {
	stdout, stderr io.Writer
	lang           string
	now            func() time.Time
}

func (c *command) usage(message report.Text) int {
	if message.Key != "" {
		fmt.Fprintln(c.stderr, message.In(c.lang))
	}
	fmt.Fprint(c.stderr, report.T("usage").In(c.lang))
	return misused
}

// interruptible ends when somebody presses Ctrl-C.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt)
}

// finish tells success on stdout, or all that is wrong on stderr.
func (c *command) finish(err error, success report.Text) int {
	var problems report.List
	switch {
	case err == nil:
		fmt.Fprintln(c.stdout, success.In(c.lang))
		return done
	case errors.As(err, &problems):
		fmt.Fprintln(c.stderr, problems.In(c.lang))
		fmt.Fprintln(c.stderr, report.T("failed", len(problems)).In(c.lang))
	default:
		fmt.Fprintln(c.stderr, err)
	}
	return failed
}
