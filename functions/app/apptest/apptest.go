// Package apptest runs the functions as one product, the way infra/local mounts
// them, for tests that read as documentation: text scripts of HTTP exchanges.
//
//	world := apptest.New(t, apptest.Config{Table: table, Clock: clock, Site: os.DirFS("testdata/site")})
//	apptest.Run(t, world, "testdata/join.txt")
//
// A [World] is every entry with routes behind one host, over a table of the
// caller's, with a clock that stands still until it is moved, seeded randomness,
// an inbox for mail, and the outbox emptied after each exchange. Around every
// answer stand three watchers:
//
//   - a [Guard] reads every contact id in it and fails when one lies outside
//     what the signed-in organizer holds (INV-14);
//   - the canaries: no address, name or phone number that was sent may ever be
//     in the log (ATK-20);
//   - the API description, when Config.API is given, which must know the route
//     and the shape of every answer.
//
// [Run] documents the language of the scripts. The package is test support: it
// is imported by tests alone.
package apptest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/functions/app"
	"maillage/functions/mail"
	"maillage/functions/mail/inbox"
	"maillage/functions/movement"
	"maillage/functions/newsletter"
	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

// The configured addresses of the product under test.
const (
	Host   = "demain.example"
	Origin = "https://" + Host
)

// Config is what a World stands on.
type Config struct {
	Table table.Table
	Clock *tabletest.Clock
	Site  *Site
	API   *API                    // nil: answers are not held against the API description
	Seed  string                  // the same one, the same ids, secrets and challenges
	Extra map[string]http.Handler // beside the entries, by pattern
}

// World is the product in memory.
type World struct {
	App     *app.App
	Clock   *tabletest.Clock
	Counter *tabletest.Counter // of every table call of the product
	Inbox   *inbox.Inbox
	Log     *Log
	Guard   *Guard

	config  Config
	rand    io.Reader
	post    *mailbox
	handler http.Handler
	news    *newsletter.Service
	owed    *atomic.Bool // a mail has been put into the outbox
}

// New makes a World and publishes the site in it.
func New(tb testing.TB, c Config) *World {
	tb.Helper()
	box, err := inbox.Open(inbox.Config{Now: c.Clock.Now})
	if err != nil {
		tb.Fatal(err)
	}
	w := &World{Clock: c.Clock, Counter: tabletest.NewCounter(c.Table), Inbox: box, Log: &Log{}, config: c,
		rand: newRand(c.Seed), post: &mailbox{under: box}, owed: new(atomic.Bool)}
	w.Guard = &Guard{Table: c.Table, Now: c.Clock.Now}
	w.Restart(tb)
	if err := c.Site.publish(tb.Context(), w); err != nil {
		tb.Fatal(err)
	}
	return w
}

// Restart composes the product anew over the same table, as a cold process.
func (w *World) Restart(tb testing.TB) {
	tb.Helper()
	var err error
	w.App, err = app.New(app.Config{
		Table: owingTable{w.Counter, w.owed}, Sender: w.post, Secrets: secrets, Now: w.Clock.Now, Rand: w.rand,
		Log:          slog.New(slog.NewJSONHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Organisation: "Demain Ensemble", From: mail.Address{Name: "Demain Ensemble", Email: "bonjour@demain.example"},
		Origin: Origin, AdminURL: Origin + "/admin/",
	})
	if err != nil {
		tb.Fatal(err)
	}
	w.news = w.App.Newsletter()
	w.handler = w.Guard.Wrap(w.mount())
}

// mount puts the entries behind one host, as infra/local does.
func (w *World) mount() http.Handler {
	mux := http.NewServeMux()
	for _, entry := range app.Entries() {
		switch {
		case entry.HTTP() && entry.Admin:
			mux.Handle("/api/admin/", w.App.Handler(entry))
		case entry.HTTP():
			mux.Handle("/", w.App.Handler(entry)) // $default: 404 pages and redirections
		}
	}
	for pattern, handler := range w.config.Extra {
		mux.Handle(pattern, handler)
	}
	return mux
}

// Dispatch empties the outbox if something was put there since the last time.
func (w *World) Dispatch(ctx context.Context) error {
	for w.owed.Swap(false) {
		if err := w.Sweep(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Sweep does what the schedule does: it sends whatever is due.
func (w *World) Sweep(ctx context.Context) error {
	for {
		n, err := w.news.Sweep(ctx)
		if err != nil {
			return fmt.Errorf("sweep the outbox: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

// owingTable raises a flag after a Write that owes a mail: the stream of AWS.
type owingTable struct {
	table.Table
	owed *atomic.Bool
}

func (t owingTable) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	err := t.Table.Write(ctx, token, ops...)
	for _, op := range ops {
		if op.Kind == table.KindPut && op.Cond.IsAbsent() && op.Item.Type == "outbox/1" {
			t.owed.Store(true)
		}
	}
	return err
}

// mailbox is the Sender: the inbox, unless the mail service is down.
type mailbox struct {
	under mail.Sender
	down  atomic.Bool
	lost  atomic.Bool // the next message is taken, but nobody hears of it
}

// Send implements mail.Sender.
func (m *mailbox) Send(ctx context.Context, message mail.Message) error {
	if m.down.Load() {
		return errors.New("the mail service is down")
	}
	err := m.under.Send(ctx, message)
	if m.lost.Swap(false) {
		return errors.New("the mail service's reply is lost")
	}
	return err
}

// FailMail lets the mail service fail: refuse everything until it is called
// again with false, or take the next message and lose the reply.
func (w *World) FailMail(down, loseReply bool) {
	w.post.down.Store(down)
	w.post.lost.Store(loseReply)
}

// seeded is randomness that is the same at each run, safe for concurrent use.
type seeded struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func newRand(name string) io.Reader {
	return &seeded{source: rand.NewChaCha8(sha256.Sum256([]byte(name)))}
}

func (s *seeded) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.source.Read(p)
}

// secrets are fixed keys, one for each use.
func secrets(context.Context) (movement.Secrets, error) {
	key := func(b byte) movement.Key {
		k := make([]byte, 32)
		for i := range k {
			k[i] = b
		}
		return movement.Key{Current: k}
	}
	return movement.Secrets{Token: key(1), Cursor: key(2), Challenge: key(3), Pass: key(4), Origin: key(5)}, nil
}

// patience bounds one exchange in real time, so that a deadlock is a failure.
const patience = 30 * time.Second
