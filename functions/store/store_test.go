package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/dynamo/dynamotest"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

var local dynamotest.Server

func TestMain(m *testing.M) { os.Exit(local.Run(m)) }

// fixture is a Store on a table of its own, with the sites' data published.
type fixture struct {
	*Store
	clock *tabletest.Clock
	rand  *source
	sends int // joins so far, each with a key of its own
}

// source is seeded randomness that goroutines share.
type source struct {
	mu sync.Mutex
	c  *rand.ChaCha8
}

func (s *source) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.c.Read(p)
}

func secrets(context.Context) (movement.Secrets, error) {
	key := func(n byte) movement.Key { return movement.Key{Current: bytes.Repeat([]byte{n}, 32)} }
	return movement.Secrets{Token: key(1), Cursor: key(2), Challenge: key(3)}, nil
}

// overlays of the test movement.
const (
	climate movement.OverlayID = "theme/climat"
	health  movement.OverlayID = "theme/sante"
)

const zonesJSON = `{"zones":[
 {"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/","pages":{"fr":{"join":"/adhesion/","confirm":"/confirmer/"}}},
 {"id":"fr/r-1","slug":"fr/une","name":{"fr":"Une"}},
 {"id":"fr/r-1/d-7","slug":"fr/une/sept","name":{"fr":"Sept"}},
 {"id":"fr/r-1/d-75","slug":"fr/une/soixante-quinze","name":{"fr":"Soixante-quinze"}},
 {"id":"fr/r-11","slug":"fr/onze","name":{"fr":"Onze"},"site":"/onze/","pages":{"fr":{"confirm":"/onze/confirmer/"}}},
 {"id":"fr/r-11/d-1","slug":"fr/onze/un","name":{"fr":"Un"}},
 {"id":"fr/r-11/d-10","slug":"fr/onze/dix","name":{"fr":"Dix"}},
 {"id":"fr/r-94","slug":"fr/corse","name":{"fr":"Corse"}}],
"overlays":[{"id":"theme/climat","slug":"climat","name":{"fr":"Climat"}},{"id":"theme/sante","slug":"sante","name":{"fr":"Santé"}}],
"postal":{"07":"fr/r-1/d-7","75":"fr/r-1/d-75","01":"fr/r-11/d-1","10":"fr/r-11/d-10","20":"fr/r-94"}}`

const wordingsJSON = `{"join":{"fr":{"terms":{"id":"w-1","text":"J’accepte la charte."},
 "newsletter":{"id":"w-2","text":"Je reçois la lettre."},"calls":{"id":"w-3","text":"On peut m’appeler."}}}}`

var zoneIDs = []movement.ZoneID{"fr", "fr/r-1", "fr/r-1/d-7", "fr/r-1/d-75", "fr/r-11", "fr/r-11/d-1", "fr/r-11/d-10", "fr/r-94"}

func newFixture(t testing.TB, under table.Table, clock *tabletest.Clock) *fixture {
	t.Helper()
	seed := sha256.Sum256([]byte(t.Name())) // DynamoDB Local knows write tokens across tables
	random := &source{c: rand.NewChaCha8(seed)}
	f := &fixture{Store: New(Config{Table: under, Secrets: secrets, Now: clock.Now, Rand: random}), clock: clock, rand: random}
	for name, content := range map[string]string{"zones.json": zonesJSON, "wordings.json": wordingsJSON} {
		if err := f.PutData(t.Context(), name, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// onFile opens a table in a file, as one machine keeps it.
func onFile(t testing.TB, clock *tabletest.Clock) *sqlite.Table {
	t.Helper()
	under, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "test.db"), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := under.Close(); err != nil {
			t.Error(err)
		}
	})
	return under
}

func onSQLite(t testing.TB) *fixture {
	t.Helper()
	clock := tabletest.NewClock()
	return newFixture(t, onFile(t, clock), clock)
}

// onBoth runs a test on both engines.
func onBoth(t *testing.T, test func(*testing.T, *fixture)) {
	t.Run("sqlite", func(t *testing.T) { test(t, onSQLite(t)) })
	t.Run("dynamo", func(t *testing.T) {
		clock := tabletest.NewClock()
		test(t, newFixture(t, local.NewTable(t, clock.Now), clock))
	})
}

// camille is the sign-up of somebody at home in fr/r-1/d-75, sent now.
func (f *fixture) camille(t testing.TB) movement.Signup {
	t.Helper()
	id, err := movement.NewContactID(f.rand)
	if err != nil {
		t.Fatal(err)
	}
	return movement.Signup{Contact: id, Email: "camille@exemple.fr", FirstName: "Camille", LastName: "Petit", PostalCode: "75011",
		Language: "fr", Source: "/adhesion/", At: f.clock.Now(), Boxes: []movement.Box{{Purpose: movement.PurposeMembership, WordingID: "w-1"}}}
}

// joinOf is a sending of its own of a sign-up.
func (f *fixture) joinOf(s movement.Signup) movement.Join {
	f.sends++
	return movement.Join{Signup: s, Idempotency: movement.Idempotency{Route: "join", Key: fmt.Sprint(f.sends), Hash: "h", Life: 24 * time.Hour}}
}

// mustJoin joins and answers the secret that was mailed.
func (f *fixture) mustJoin(t testing.TB, s movement.Signup) movement.Secret {
	t.Helper()
	if err := f.Join(t.Context(), f.joinOf(s)); err != nil {
		t.Fatal(err)
	}
	sent := f.sendAll(t)
	if len(sent) != 1 {
		t.Fatalf("%d mails for one join: %+v", len(sent), sent)
	}
	return sent[0].secret
}

func (f *fixture) mustConfirm(t testing.TB, secret movement.Secret) movement.Contact {
	t.Helper()
	c, err := f.Confirm(t.Context(), movement.Claim{Link: secret.Link})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// letter is a mail as it went out.
type letter struct {
	template string
	to       movement.Addressee
	known    bool // there was somebody to send it to
	secret   movement.Secret
}

// sendAll claims and finishes every mail that is due.
func (f *fixture) sendAll(t testing.TB) []letter {
	t.Helper()
	ids, err := f.DueMails(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var sent []letter
	for _, id := range ids {
		m, ok, err := f.ClaimMail(t.Context(), id)
		if err != nil || !ok {
			t.Fatalf("claim %s: %t, %v", id, ok, err)
		}
		l := letter{template: m.Template}
		if l.to, l.known, err = f.Addressee(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if l.secret, err = f.Unseal(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if err := f.FinishMail(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, l)
	}
	return sent
}

func templates(sent []letter) []string {
	var names []string
	for _, l := range sent {
		names = append(names, l.template)
	}
	return names
}

// scopeOf is the reach of somebody who holds zones and overlays.
func scopeOf(t testing.TB, grants ...movement.Grant) movement.Scope {
	t.Helper()
	o := movement.Organizer{ID: "o_reader"}
	for _, g := range grants {
		g.Permission = movement.ReadContacts
		o.Grants = append(o.Grants, g)
	}
	s, err := o.Scope(movement.ReadContacts, movement.Area{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// listed reads a list to its end, demanding full pages, and answers the ids.
func (f *fixture) listed(t testing.TB, s movement.Scope, q movement.ContactQuery) []movement.ContactID {
	t.Helper()
	var ids []movement.ContactID
	for {
		page, err := f.Contacts(t.Context(), s, q)
		if err != nil {
			t.Fatalf("contacts %+v: %v", q, err)
		}
		if len(page.Contacts) > q.Limit || page.Next != "" && len(page.Contacts) < q.Limit {
			t.Fatalf("a page of %d, more to come: %t, of %+v", len(page.Contacts), page.Next != "", q)
		}
		for _, c := range page.Contacts {
			ids = append(ids, c.ID)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return ids
		}
	}
}

func wantKind(t testing.TB, err error, kind movement.Kind) {
	t.Helper()
	if err == nil || movement.KindOf(err) != kind {
		t.Errorf("error %v of kind %d, want kind %d", err, movement.KindOf(err), kind)
	}
}
