package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

// times gathers how long single calls took.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (ts *times) measure(do func()) {
	start := time.Now()
	do()
	took := time.Since(start)
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.all = append(ts.all, took)
}

// report names percentiles in milliseconds.
func (ts *times) report(b *testing.B, percents ...int) {
	slices.Sort(ts.all)
	for _, p := range percents {
		at := ts.all[min(len(ts.all)*p/100, len(ts.all)-1)]
		b.ReportMetric(float64(at.Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

func benchFixture(b *testing.B) *fixture {
	b.Helper()
	clock := tabletest.NewClock()
	f := newFixture(b, onFile(b, clock), clock)
	if _, err := f.Zones(b.Context()); err != nil {
		b.Fatal(err)
	}
	return f
}

// numbered is the n-th sending, by somebody new, against all the limits that the
// join form counts.
func (f *fixture) numbered(b *testing.B, n int64) movement.Join {
	s := f.camille(b)
	s.Email = movement.Email(fmt.Sprintf("camille%d@exemple.fr", n))
	s.Boxes = append(s.Boxes, movement.Box{Purpose: movement.PurposeNewsletter, WordingID: "w-2"}, movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-3"})
	hour := movement.Limit{Max: 1 << 40, Per: time.Hour, Shards: 16}
	form, zone, all := hour, hour, hour
	form.Name, zone.Name, all.Name = "join.form", "join.zone", "join.all"
	return movement.Join{Signup: s, Proof: fmt.Sprint("proof", n),
		Idempotency: movement.Idempotency{Route: "join", Key: fmt.Sprint(n), Hash: "h", Life: 24 * time.Hour},
		Limits: []movement.Limit{form, zone, all, {Name: "join.network", Key: fmt.Sprint(n), Max: 10, Per: 10 * time.Minute},
			{Name: "join.network.hour", Key: fmt.Sprint(n), Max: 30, Per: time.Hour}}}
}

// BenchmarkJoin writes sign-ups to a file, each on the disk before it is
// answered. The proof of work is the browser's and no part of it.
func BenchmarkJoin(b *testing.B) {
	var n atomic.Int64
	join := func(b *testing.B, f *fixture, ts *times) {
		j := f.numbered(b, n.Add(1))
		ts.measure(func() {
			if err := f.Join(b.Context(), j); err != nil {
				b.Error(err)
			}
		})
	}
	b.Run("one by one", func(b *testing.B) {
		f, ts := benchFixture(b), &times{}
		for b.Loop() {
			join(b, f, ts)
		}
		ts.report(b, 50, 99)
	})
	b.Run("16 at once", func(b *testing.B) {
		f, ts := benchFixture(b), &times{}
		const atOnce = 16
		b.ResetTimer()
		var left atomic.Int64
		left.Store(int64(b.N))
		parallel(atOnce, func(int) error {
			for left.Add(-1) >= 0 {
				join(b, f, ts)
			}
			return nil
		})
		ts.report(b, 50, 99)
	})
}

// BenchmarkConfirm answers mails whose link came back.
func BenchmarkConfirm(b *testing.B) {
	f, ts := benchFixture(b), &times{}
	var n int64
	for b.Loop() {
		b.StopTimer()
		n++
		if err := f.Join(b.Context(), f.numbered(b, n)); err != nil {
			b.Fatal(err)
		}
		var secret movement.Secret
		for _, l := range f.sendAll(b) {
			if l.template == "confirm" {
				secret = l.secret
			}
		}
		b.StartTimer()
		ts.measure(func() { f.mustConfirm(b, secret) })
	}
	ts.report(b, 50, 99)
}

// france is a tree of 120 zones: the root, 18 regions, 101 departements.
func france() (file string, leaves []movement.ZoneID) {
	lines := []string{`{"id":"fr","slug":"fr","site":"/"}`}
	for r := range 18 {
		lines = append(lines, fmt.Sprintf(`{"id":"fr/r-%d","slug":"fr/r%d"}`, r, r))
		for d := range 6 {
			if id := fmt.Sprintf("fr/r-%d/d-%d", r, r*6+d); len(leaves) < 101 {
				leaves = append(leaves, movement.ZoneID(id))
				lines = append(lines, fmt.Sprintf(`{"id":%q,"slug":"fr/r%d/d%d"}`, id, r, r*6+d))
			}
		}
	}
	return `{"zones":[` + strings.Join(lines, ",") + `]}`, leaves
}

// populate puts members into every departement, as confirmations would.
func (f *fixture) populate(b *testing.B, members int) {
	b.Helper()
	file, leaves := france()
	if err := f.PutData(b.Context(), "zones.json", []byte(file)); err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	syllables := []string{"ma", "ri", "lu", "do", "pe", "ti", "san", "ber", "gon", "vi"}
	name := func() string { return pick(r, syllables) + pick(r, syllables) + pick(r, syllables) }
	var ops []table.Op
	for n := range members {
		id, err := movement.NewContactID(f.rand)
		if err != nil {
			b.Fatal(err)
		}
		c := movement.Contact{ID: id, FirstName: name(), LastName: name(), Status: movement.Member, Zone: pick(r, leaves),
			Email: movement.Email(fmt.Sprintf("%s%d@exemple.fr", name(), n)), Number: "12345678", Language: "fr", PostalCode: "75011"}
		more := append(rowOps(movement.Contact{Status: movement.Pending}, c), table.Put(contactItem(c), table.Always))
		if len(ops)+len(more) > table.MaxOps {
			if err := f.write(b.Context(), f.now(), ops...); err != nil {
				b.Fatal(err)
			}
			ops = nil
		}
		ops = append(ops, more...)
	}
	if err := f.write(b.Context(), f.now(), ops...); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkContacts reads first pages of 50 among 20,000 members of 120 zones.
func BenchmarkContacts(b *testing.B) {
	f := benchFixture(b)
	f.populate(b, 20_000)
	tests := []struct {
		name, text string
		zone       movement.ZoneID
	}{
		{"departement", "", "fr/r-3/d-20"},
		{"region", "", "fr/r-3"},
		{"national", "", "fr"},
		{"search in a departement", "mari", "fr/r-3/d-20"},
		{"search in a region", "mari", "fr/r-3"},
		{"search national", "mari", "fr"},
		{"search by address", "mari@", "fr"},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			ts, s := &times{}, scopeOf(b, movement.Grant{Zone: test.zone})
			for b.Loop() {
				ts.measure(func() {
					if _, err := f.Contacts(b.Context(), s, movement.ContactQuery{Text: test.text, Limit: 50}); err != nil {
						b.Fatal(err)
					}
				})
			}
			ts.report(b, 50, 95)
		})
	}
}
