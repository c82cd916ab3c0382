package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	gocmpopts "github.com/google/go-cmp/cmp/cmpopts"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

// people is the naive model of everybody: what a list must say is found by
// looking at each of them.
type people struct {
	f    *fixture
	r    *rand.Rand
	all  map[movement.ContactID]movement.Contact
	last map[movement.ContactID]int // the write that changed them last
	now  int
}

func newPeople(f *fixture, seed uint64) *people {
	return &people{f: f, r: rand.New(rand.NewPCG(seed, 1)), all: map[movement.ContactID]movement.Contact{}, last: map[movement.ContactID]int{}}
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// names begin one another, fold to the same and use several scripts.
var names = []string{"Li", "Li Na", "Lî", "Martin", "MARTIN", "Martine", "Martin-Dupont", "d’Ormesson", "Œuvrard", "Ngọc", "Ёлкина", "李", "#", "a#b", "Zoë 2"}

func (p *people) random(id movement.ContactID) movement.Contact {
	c := movement.Contact{ID: id, FirstName: pick(p.r, names), LastName: pick(p.r, names), Zone: pick(p.r, zoneIDs), Status: movement.Member}
	c.Email = movement.Email(fmt.Sprintf("%s%d@exemple.fr", pick(p.r, []string{"li", "martin", "m#"}), p.r.IntN(30)))
	for _, o := range []movement.OverlayID{climate, health} {
		if p.r.IntN(4) == 0 {
			c.Overlays = append(c.Overlays, o)
		}
	}
	if p.r.IntN(8) == 0 {
		c.Status = movement.Pending
	}
	return c
}

// change makes one write: somebody new, somebody moved or renamed, or somebody
// deleted.
func (p *people) change(t testing.TB) {
	t.Helper()
	id, err := movement.NewContactID(p.f.rand)
	if err != nil {
		t.Fatal(err)
	}
	kind := p.r.IntN(10)
	if known := p.ids(); len(known) > 5 && kind > 5 {
		id = pick(p.r, known)
	}
	before, after := p.all[id], p.random(id)
	if before.ID != "" && kind > 6 { // keep the name, to move without another place in the order
		after.FirstName, after.LastName, after.Email = before.FirstName, before.LastName, before.Email
	}
	ops := []table.Op{table.Put(contactItem(after), table.Always)}
	if kind == 9 && before.ID != "" {
		after = movement.Contact{ID: id, Status: movement.Pending}
		ops = []table.Op{table.Delete(contactKey(id), table.Always)}
	}
	if before.ID == "" {
		before.Status = movement.Pending
	}
	if err := p.f.write(t.Context(), p.f.now(), append(ops, rowOps(before, after)...)...); err != nil {
		t.Fatal(err)
	}
	p.now++
	p.all[id], p.last[id] = after, p.now
	if after.Email == "" {
		delete(p.all, id)
	}
}

func (p *people) ids() []movement.ContactID {
	var ids []movement.ContactID
	for id := range p.all {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// match is the least text under which a search finds somebody.
func match(c movement.Contact, text string) (string, bool) {
	found := []string{fold(c.LastName + " " + c.FirstName)}
	if text != "" {
		found = append(found, fold(c.FirstName+" "+c.LastName))
		if strings.Contains(text, "@") {
			found = nil
		}
		found = slices.DeleteFunc(found, func(s string) bool { return fold(text) == "" || !strings.HasPrefix(s, fold(text)) })
		if email := foldEmail(string(c.Email)); strings.HasPrefix(email, foldEmail(text)) && (fold(text) != "" || strings.Contains(text, "@")) {
			found = append(found, email)
		}
	}
	if len(found) == 0 {
		return "", false
	}
	return slices.Min(found), true
}

// want is the whole answer to a query.
func (p *people) want(s movement.Scope, text string) []movement.ContactID {
	type line struct {
		text string
		id   movement.ContactID
	}
	var lines []line
	for id, c := range p.all {
		if at, ok := match(c, text); ok && s.Holds(c) {
			lines = append(lines, line{at, id})
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.id, b.id)) })
	var ids []movement.ContactID
	for _, l := range lines {
		ids = append(ids, l.id)
	}
	return ids
}

func (p *people) scope(t testing.TB) movement.Scope {
	t.Helper()
	var grants []movement.Grant
	for range 1 + p.r.IntN(3) {
		if p.r.IntN(4) == 0 {
			grants = append(grants, movement.Grant{Overlay: pick(p.r, []movement.OverlayID{climate, health})})
			continue
		}
		grants = append(grants, movement.Grant{Zone: pick(p.r, zoneIDs)})
	}
	return scopeOf(t, grants...)
}

func (p *people) query() movement.ContactQuery {
	texts := []string{"", "", "", "li", "LI", "martin", "martin ", "Lî na", "œ", "m", "m@", "li1", "li1@exemple", "d'or", "1", "zzz", "#", "李", "  "}
	return movement.ContactQuery{Text: pick(p.r, texts), Limit: 1 + p.r.IntN(9)}
}

func TestContactsAgainstModel(t *testing.T) {
	p := newPeople(onSQLite(t), 1)
	for range 12 {
		for range 20 {
			p.change(t)
		}
		for range 12 {
			s, q := p.scope(t), p.query()
			if q.Text = strings.TrimSpace(q.Text); q.Text == "" && p.r.IntN(2) == 0 {
				q.Text = ""
			}
			got := p.f.listed(t, s, q)
			if diff := gocmp.Diff(p.want(s, q.Text), got); diff != "" {
				t.Fatalf("%v %v %+v (-want +got):\n%s", s.Zones(), s.Overlays(), q, diff)
			}
		}
	}
}

// TestContactsOfStaleIndex lists while the index tells of the past: nobody out of
// reach is shown and nothing fails, and who has not changed lately is there.
func TestContactsOfStaleIndex(t *testing.T) {
	const lag = 15
	clock := tabletest.NewClock()
	p := newPeople(newFixture(t, tabletest.NewStale(onFile(t, clock), lag, clock.Now), clock), 2)
	for range 120 {
		p.change(t)
	}
	for range 10 {
		for range 5 {
			p.change(t)
		}
		for range 4 {
			s, q := p.scope(t), p.query()
			got, want := p.f.listed(t, s, q), p.want(s, strings.TrimSpace(q.Text))
			settled := slices.DeleteFunc(slices.Clone(want), func(id movement.ContactID) bool { return p.last[id] > p.now-lag })
			shown := slices.DeleteFunc(slices.Clone(want), func(id movement.ContactID) bool { return !slices.Contains(got, id) })
			if diff := gocmp.Diff(shown, got, gocmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%v %+v shows others, or out of order (-want +got):\n%s", s.Zones(), q, diff)
			}
			for _, id := range settled {
				if !slices.Contains(got, id) {
					t.Fatalf("%v %+v misses %s, unchanged for %d writes", s.Zones(), q, id, lag)
				}
			}
		}
	}
}

func TestContactsOnBoth(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		p := newPeople(f, 3)
		for range 20 {
			p.change(t)
		}
		for range 6 {
			s, q := p.scope(t), p.query()
			if diff := gocmp.Diff(p.want(s, strings.TrimSpace(q.Text)), p.f.listed(t, s, q)); diff != "" {
				t.Fatalf("%v %v %+v (-want +got):\n%s", s.Zones(), s.Overlays(), q, diff)
			}
		}
	})
}

func TestContactsReachesNobody(t *testing.T) {
	f := onSQLite(t)
	p := newPeople(f, 4)
	for range 30 {
		p.change(t)
	}
	page, err := f.Contacts(t.Context(), movement.Scope{}, movement.ContactQuery{Limit: 100})
	if err != nil || len(page.Contacts) > 0 || page.Next != "" {
		t.Errorf("the zero Scope lists %d, error %v", len(page.Contacts), err)
	}
	for _, id := range append(p.ids(), "c_x", "", "c_"+movement.ContactID(strings.Repeat("0", 26))) {
		_, _, err := f.Contact(t.Context(), movement.Scope{}, id)
		wantKind(t, err, movement.NotFound)
	}
	for _, limit := range []int{-1, 0, 1000} {
		if page, err := f.Contacts(t.Context(), scopeOf(t, movement.Grant{Zone: "fr"}), movement.ContactQuery{Limit: limit}); err != nil || len(page.Contacts) == 0 {
			t.Errorf("limit %d: %d contacts, error %v", limit, len(page.Contacts), err)
		}
	}
}

// TestContactsHostileSearch asks for what no name holds: nobody, and no error.
func TestContactsHostileSearch(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		f.mustConfirm(t, f.mustJoin(t, f.camille(t)))
		for _, text := range []string{"\xff", "\xff@", "\x00@", "#@", "@", rowEnd + "@", "camille@exemple.fr" + rowEnd, "\U0010FFFF@", strings.Repeat("@", 200), strings.Repeat("🜁", 50) + "@"} {
			page, err := f.Contacts(t.Context(), scopeOf(t, movement.Grant{Zone: "fr"}), movement.ContactQuery{Text: text, Limit: 10})
			if found := len(page.Contacts) > 0; err != nil || found != (strings.HasPrefix("camille@exemple.fr", foldEmail(text))) {
				t.Errorf("%q finds %d, error %v", text, len(page.Contacts), err)
			}
		}
	})
}

func TestContactInScope(t *testing.T) {
	p := newPeople(onSQLite(t), 5)
	for range 60 {
		p.change(t)
	}
	for range 20 {
		s := p.scope(t)
		for id, c := range p.all {
			got, _, err := p.f.Contact(t.Context(), s, id)
			if held := s.Holds(c); held && (err != nil || got.ID != id) || !held && movement.KindOf(err) != movement.NotFound {
				t.Fatalf("%s in %s %v for %v: %s, error %v", c.Status, c.Zone, c.Overlays, s.Zones(), got.ID, err)
			}
		}
	}
}

func TestCursorIsItsReaders(t *testing.T) {
	f := onSQLite(t)
	p := newPeople(f, 6)
	for range 80 {
		p.change(t)
	}
	grant := movement.Grant{Permission: movement.ReadContacts, Zone: "fr"}
	reader := movement.Organizer{ID: "o_reader", Grants: []movement.Grant{grant}}
	other := movement.Organizer{ID: "o_other", Grants: []movement.Grant{grant}}
	scope := func(o movement.Organizer, a movement.Area) movement.Scope {
		s, err := o.Scope(movement.ReadContacts, a, f.now())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	mine := scope(reader, movement.Area{})
	page, err := f.Contacts(t.Context(), mine, movement.ContactQuery{Limit: 3})
	if err != nil || page.Next == "" {
		t.Fatalf("%d contacts, next %q, error %v", len(page.Contacts), page.Next, err)
	}
	secret, _ := secrets(t.Context())
	forged, _ := secret.Token.Seal(f.rand, cursorPurpose(mine, movement.ContactQuery{}), []byte(`{"l":{"t":"","i":"","s":0},"e":9999999999}`))
	tests := []struct {
		name, text, cursor string
		scope              movement.Scope
		after              time.Duration
		good               bool
	}{
		{name: "its own", cursor: page.Next, scope: mine, good: true},
		{name: "just in time", cursor: page.Next, scope: mine, after: cursorLife - time.Second, good: true},
		{name: "too late", cursor: page.Next, scope: mine, after: cursorLife},
		{name: "another reader", cursor: page.Next, scope: scope(other, movement.Area{})},
		{name: "a narrower scope", cursor: page.Next, scope: scope(reader, movement.Area{Zone: "fr/r-1"})},
		{name: "another search", text: "li", cursor: page.Next, scope: mine},
		{name: "cut", cursor: page.Next[:len(page.Next)-3], scope: mine},
		{name: "changed", cursor: "A" + page.Next[1:], scope: mine},
		{name: "sealed by another key", cursor: forged, scope: mine},
		{name: "no cursor", cursor: "../contacts", scope: mine},
	}
	start := f.clock.Now()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f.clock.Set(start.Add(test.after))
			defer f.clock.Set(start)
			_, err := f.Contacts(t.Context(), test.scope, movement.ContactQuery{Text: test.text, Limit: 5, Cursor: test.cursor})
			if test.good && err != nil {
				t.Errorf("error %v", err)
			}
			if !test.good {
				wantKind(t, err, movement.Malformed)
			}
		})
	}
}
