// Command local is the whole product on one machine: it builds the sites and the
// administration, serves them with the functions beside them, keeps everything
// in one SQLite file and builds again whenever a file is saved.
//
//	go run ./infra/local
//	go run ./infra/local -production -origin https://example.org \
//		-admin-origin https://admin.example.org -smtp mail.example.org:587 -smtp-user … -from bonjour@example.org
//
// In development it listens on loopback only, puts mail into an inbox
// (/_dev/mail), lets the clock be moved (/_dev/clock) and organizers be made
// (/_dev/organizer). In production none of that exists: the origins must be
// https, a reverse proxy on the same machine ends TLS and passes Host and
// X-Forwarded-For on, mail goes to the SMTP server, and the administration
// answers on its own host alone. The SMTP password is read from the variable
// MAILLAGE_SMTP_PASSWORD.
//
// -owner makes an organizer with every right on the root zone, and is the way
// back when the last one is lost.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// The model of all sites stays in memory and hardly changes: the collector looks
// through it less often than it would by itself, up to a limit.
const (
	gcPercent   = 300
	memoryLimit = 768 << 20
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stderr))
}

// settings are what the command line says.
type settings struct {
	addr, data, content, themes, theme string
	organisation                       string
	origin, adminOrigin                string
	production                         bool
	smtpAddr, smtpUser, smtpPassword   string
	smtpTLS, from                      string
	owner                              string
}

func parse(args []string, env func(string) string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("local", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.addr, "addr", ":8080", "port to listen on; without a host, loopback only")
	flags.StringVar(&s.data, "data", ".maillage", "folder of the table, the secrets, the mail and the built sites")
	flags.StringVar(&s.content, "content", "content", "content folder")
	flags.StringVar(&s.themes, "themes", "themes", "themes folder")
	flags.StringVar(&s.theme, "theme", "default", "theme of the sites")
	flags.StringVar(&s.organisation, "organisation", "Demain Ensemble", "name of the movement, as mails show it")
	flags.BoolVar(&s.production, "production", false, "serve real people")
	flags.StringVar(&s.origin, "origin", "", "origin of the sites; in production https://…")
	flags.StringVar(&s.adminOrigin, "admin-origin", "", "origin of the administration, in production")
	flags.StringVar(&s.smtpAddr, "smtp", "", "host:port of the SMTP server, in production")
	flags.StringVar(&s.smtpUser, "smtp-user", "", "user name at the SMTP server")
	flags.StringVar(&s.smtpTLS, "smtp-tls", "starttls", "starttls, implicit, or none (loopback only)")
	flags.StringVar(&s.from, "from", "", "address that mail comes from")
	flags.StringVar(&s.owner, "owner", "", "address to give every right on the root zone, then go on")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	s.smtpPassword = env("MAILLAGE_SMTP_PASSWORD")
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return s, s.complete()
}

// complete fills in what development does not ask for and refuses what
// production lacks, everything at once.
func (s *settings) complete() error {
	if !s.production {
		if s.origin == "" {
			s.origin = "http://localhost" + portOf(s.addr)
		}
		if s.from == "" {
			s.from = "bonjour@demain-ensemble.example"
		}
		return nil
	}
	var errs []error
	for name, origin := range map[string]string{"-origin": s.origin, "-admin-origin": s.adminOrigin} {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.Path != "" {
			errs = append(errs, fmt.Errorf("-production: %s must be an https origin such as https://example.org, not %q", name, origin))
		}
	}
	if s.smtpAddr == "" {
		errs = append(errs, errors.New("-production: -smtp is missing: without it nobody can confirm or sign in"))
	}
	if s.from == "" {
		errs = append(errs, errors.New("-production: -from is missing"))
	}
	return errors.Join(errs...)
}

// run serves until ctx ends. It answers 2 for wrong usage and 1 for what went
// wrong later.
func run(ctx context.Context, args []string, env func(string) string, stderr io.Writer) int {
	s, err := parse(args, env, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	p, err := open(ctx, s, stderr)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	defer p.close()
	if err := p.serve(ctx); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}
