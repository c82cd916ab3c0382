package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"maillage/functions/app"
	"maillage/functions/mail"
	"maillage/functions/mail/inbox"
	"maillage/functions/mail/smtp"
	"maillage/functions/movement"
	"maillage/functions/table/sqlite"
)

// product is everything that runs.
type product struct {
	settings
	stderr io.Writer
	log    *slog.Logger
	clock  *clock
	table  *sqlite.Table
	inbox  *inbox.Inbox // in development
	app    *app.App
	outbox *dispatcher
	sites  *sites
}

// open prepares all parts; nothing listens yet.
func open(ctx context.Context, s settings, stderr io.Writer) (*product, error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return nil, err
	}
	stderr = &oneAtATime{w: stderr}
	p := &product{settings: s, stderr: stderr, log: slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: level(s)}))}
	var err error
	if p.clock, err = openClock(s.data); err != nil {
		return nil, err
	}
	secrets, err := openSecrets(s.data)
	if err != nil {
		return nil, err
	}
	sender, err := p.openSender()
	if err != nil {
		return nil, err
	}
	if p.table, err = sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(s.data, "table.db"), Now: p.clock.Now}); err != nil {
		return nil, err
	}
	p.outbox = newDispatcher(p.log)
	p.app, err = app.New(app.Config{
		Table: wakingTable{p.table, p.outbox.wake}, Sender: sender, Secrets: secrets,
		Now: p.clock.Now, Rand: rand.Reader, Log: p.log,
		Organisation: s.organisation, From: mail.Address{Name: s.organisation, Email: s.from},
		Origin: s.origin, AdminURL: s.adminURL(),
	})
	if err != nil {
		return nil, err
	}
	p.sites = newSites(p)
	return p, p.appoint(ctx)
}

// oneAtATime lets several goroutines write lines to one place.
type oneAtATime struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(p)
}

// level keeps a developer's terminal for what matters.
func level(s settings) slog.Level {
	if s.production {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

func (s settings) adminURL() string {
	if s.production {
		return s.adminOrigin + "/"
	}
	return s.origin + "/admin/"
}

func (p *product) openSender() (mail.Sender, error) {
	if !p.production {
		var err error
		p.inbox, err = inbox.Open(inbox.Config{Dir: filepath.Join(p.data, "mail"), Cap: 2000, Now: p.clock.Now})
		return p.inbox, err
	}
	modes := map[string]smtp.Mode{"starttls": smtp.StartTLS, "implicit": smtp.ImplicitTLS, "none": smtp.Clear}
	mode, ok := modes[p.smtpTLS]
	if !ok {
		return nil, fmt.Errorf("-smtp-tls %q: want starttls, implicit or none", p.smtpTLS)
	}
	return smtp.New(smtp.Config{Addr: p.smtpAddr, Username: p.smtpUser, Password: p.smtpPassword, Mode: mode,
		Now: p.clock.Now, Rand: rand.Reader})
}

// appoint makes the owner the command line asks for.
func (p *product) appoint(ctx context.Context) error {
	if p.owner == "" {
		return nil
	}
	if err := p.sites.build(ctx); err != nil {
		return err
	}
	zones, err := p.app.Store.Zones(ctx)
	if err != nil {
		return err
	}
	o, err := p.app.Appoint(ctx, p.owner, movement.Area{Zone: zones.Root().ID}, movement.Permissions())
	if err == nil {
		fmt.Fprintf(p.stderr, "%s has every right on %s and can sign in at %s\n", o.Email, zones.Root().In("fr"), p.adminURL())
	}
	return err
}

func (p *product) close() {
	if err := p.sites.close(); err != nil {
		fmt.Fprintln(p.stderr, err)
	}
	if err := p.table.Close(); err != nil {
		fmt.Fprintln(p.stderr, err)
	}
}

// serve listens and works until ctx ends, then lets requests finish.
func (p *product) serve(ctx context.Context) error {
	listeners, err := listen(ctx, p.addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := p.app.Store.HastenMails(ctx); err != nil {
		return err
	}
	var work sync.WaitGroup
	if err := p.sites.build(ctx); err != nil {
		fmt.Fprintln(p.stderr, err)
	}
	work.Go(func() { p.sites.watch(ctx) })
	work.Go(func() { p.outbox.run(ctx, p.app.Newsletter()) })
	work.Go(func() { p.sweep(ctx) })
	server := &http.Server{Handler: p.handler(), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	errs := make(chan error, len(listeners))
	for _, l := range listeners {
		work.Go(func() { errs <- server.Serve(l) })
	}
	fmt.Fprintf(p.stderr, "\n  %s  sites\n  %s  administration\n", p.origin+"/", p.adminURL())
	if !p.production {
		fmt.Fprintf(p.stderr, "  %s/_dev/  mail, clock, organizers\n\n", p.origin)
	}
	select {
	case <-ctx.Done():
		err = nil
	case err = <-errs:
	}
	cancel()
	grace, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer stop()
	err = errors.Join(err, server.Shutdown(grace))
	work.Wait()
	return err
}

// sweep deletes expired items now and then; they are absent already.
func (p *product) sweep(ctx context.Context) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		if _, err := p.table.Sweep(ctx); err != nil && ctx.Err() == nil {
			p.log.ErrorContext(ctx, "sweep", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// listen opens the address, on both loopback addresses when it names no host.
// A machine without IPv6 has only the first.
func listen(ctx context.Context, addr string) ([]net.Listener, error) {
	var config net.ListenConfig
	if !strings.HasPrefix(addr, ":") {
		l, err := config.Listen(ctx, "tcp", addr)
		return []net.Listener{l}, err
	}
	first, err := config.Listen(ctx, "tcp", "127.0.0.1"+addr)
	if err != nil {
		return nil, fmt.Errorf("%w; is another program using the port? -addr :8081 takes another", err)
	}
	listeners := []net.Listener{first}
	if second, err := config.Listen(ctx, "tcp", "[::1]"+portOf(first.Addr().String())); err == nil {
		listeners = append(listeners, second)
	}
	return listeners, nil
}

func portOf(addr string) string {
	if i := strings.LastIndexByte(addr, ':'); i >= 0 {
		return addr[i:]
	}
	return ""
}
