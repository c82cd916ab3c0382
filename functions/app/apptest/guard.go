package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/web"
)

// Guard watches INV-14 on every answer: whatever contact id it holds, in its
// body or a header, must belong to a contact that a live grant of the signed-in
// organizer reaches. It reads the table by itself and shares no line with the
// code that decides who sees whom.
type Guard struct {
	Table table.Table
	Now   func() time.Time

	mu      sync.Mutex
	checked int
	leaks   []string
}

// Wrap watches a handler.
func (g *Guard) Wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if err := g.check(r, rec); err != nil {
			g.mu.Lock()
			g.leaks = append(g.leaks, fmt.Sprintf("%s %s: %v", r.Method, r.URL, err))
			g.mu.Unlock()
		}
		maps.Copy(w.Header(), rec.Header())
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()) // a recorder of the tests takes everything
	})
}

// Leaks are the breaches seen so far.
func (g *Guard) Leaks() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.leaks)
}

// Checked is how many ids were judged.
func (g *Guard) Checked() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.checked
}

var anyContactID = regexp.MustCompile(`c_[0-9a-z]{26}`)

func (g *Guard) check(r *http.Request, rec *httptest.ResponseRecorder) error {
	var all bytes.Buffer
	if err := rec.Header().Write(&all); err != nil {
		return err
	}
	all.Write(rec.Body.Bytes())
	ids := anyContactID.FindAllString(all.String(), -1)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	g.mu.Lock()
	g.checked += len(ids)
	g.mu.Unlock()
	ctx := context.WithoutCancel(r.Context())
	grants, err := g.grants(ctx, r)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, table.MaxGet) {
		keys := make([]table.Key, len(some))
		for i, id := range some {
			keys[i] = table.Key{PK: "contact#" + id, SK: "contact"}
		}
		items, err := g.Table.GetMany(ctx, keys...)
		if err != nil {
			return err
		}
		for i, id := range some {
			if err := reach(grants, items[keys[i]]); err != nil {
				return fmt.Errorf("contact %s: %w", id, err)
			}
		}
	}
	return nil
}

// grant and person are what the guard reads of stored documents.
type grant struct {
	Permission string
	Zone       string
	Overlay    string
	Expires    time.Time
}

type person struct {
	Zone     string
	Overlays []string
	Status   string
}

// grants are the live grants of whoever's ticket the request brings, as long as
// their session is stored.
func (g *Guard) grants(ctx context.Context, r *http.Request) ([]grant, error) {
	ticket, ok := web.Cookies{Secure: true}.Ticket(r)
	if !ok {
		return nil, errors.New("an answer with contact ids to nobody")
	}
	var session struct{ Organizer movement.OrganizerID }
	if err := g.read(ctx, table.Key{PK: "session#" + string(ticket.Hash()), SK: "session"}, &session); err != nil {
		return nil, fmt.Errorf("an answer with contact ids without a session: %w", err)
	}
	var organizer struct{ Grants []grant }
	if err := g.read(ctx, table.Key{PK: "organizer#" + string(session.Organizer), SK: "organizer"}, &organizer); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(organizer.Grants, func(held grant) bool {
		return held.Permission != string(movement.ReadContacts) || !held.Expires.IsZero() && !g.Now().Before(held.Expires)
	}), nil
}

// reach fails when no grant reaches the contact of a stored item.
func reach(grants []grant, item table.Item) error {
	if item.Version == 0 {
		return errors.New("there is none")
	}
	var c person
	if err := json.Unmarshal(item.Data, &c); err != nil {
		return err
	}
	if c.Status == string(movement.Pending) {
		return errors.New("is shown while pending")
	}
	path := strings.Split(c.Zone, "/")
	for _, held := range grants {
		top := strings.Split(held.Zone, "/")
		inZone := held.Zone != "" && len(top) <= len(path) && slices.Equal(top, path[:len(top)])
		if inZone || held.Overlay != "" && slices.Contains(c.Overlays, held.Overlay) {
			return nil
		}
	}
	return fmt.Errorf("is of %s, outside the reader's grants %v", c.Zone, grants)
}

func (g *Guard) read(ctx context.Context, key table.Key, doc any) error {
	item, err := g.Table.Get(ctx, key)
	if err != nil {
		return err
	}
	return json.Unmarshal(item.Data, doc)
}
