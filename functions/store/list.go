package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// maxList is the most contacts a page may hold.
const maxList = 100

// entry is a row met in the index: a hint that a contact may stand there.
type entry struct {
	Text   string             `json:"t"`
	ID     movement.ContactID `json:"i"`
	Stream int                `json:"s"`
}

func (a entry) compare(b entry) int {
	return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(string(a.ID), string(b.ID)), a.Stream-b.Stream)
}

// stream is one run of the index, one area in one order, read as it is needed.
type stream struct {
	area, order, prefix string // prefix: what the rows' text begins with
	ahead               []entry
	query               table.Query
	ended               bool
}

// list merges streams into one order.
type list struct {
	store   *Store
	scope   movement.Scope
	streams []*stream
	last    *entry // everything up to here has been listed
	limit   int
}

// Contacts lists the contacts in reach of the scope, in the order of their
// names or, for a search, of what matched. Each comes once. The index only hints:
// every contact is read again by key, and the scope and the search are judged on
// what was read.
//
// Errors: Malformed when the cursor is not of this reader and query.
func (s *Store) Contacts(ctx context.Context, scope movement.Scope, q movement.ContactQuery) (movement.ContactPage, error) {
	l := &list{store: s, scope: scope, limit: min(max(q.Limit, 1), maxList)}
	last, err := s.openCursor(ctx, scope, q)
	if err != nil {
		return movement.ContactPage{}, err
	}
	l.last = last
	zones, err := s.Zones(ctx)
	if err != nil {
		return movement.ContactPage{}, err
	}
	l.streams = streams(areas(scope, zones), q.Text)
	for i, st := range l.streams {
		st.start(i, last, l.limit+1)
	}
	var page movement.ContactPage
	for len(page.Contacts) < l.limit {
		batch, err := l.next(ctx, l.limit-len(page.Contacts))
		if err != nil {
			return page, err
		}
		if len(batch) == 0 {
			return page, nil
		}
		found, err := l.read(ctx, batch)
		if err != nil {
			return page, err
		}
		page.Contacts = append(page.Contacts, found...)
	}
	if more, err := l.peek(ctx); err != nil || !more {
		return page, err
	}
	page.Next, err = s.sealCursor(ctx, scope, q, *l.last)
	return page, err
}

// areas are the index partitions a scope reaches. The root has no rows for
// everybody: it is its own contacts and every first-level zone.
func areas(scope movement.Scope, zones *movement.Zones) []string {
	var all []string
	for _, z := range scope.Zones() {
		all = append(all, zoneArea(z))
		if z != zones.Root().ID {
			continue
		}
		for _, zone := range zones.All() {
			if zone.ID != z && zone.ID.FirstLevel() == zone.ID {
				all = append(all, zoneArea(zone.ID))
			}
		}
	}
	for _, o := range scope.Overlays() {
		all = append(all, overlayArea(o))
	}
	return all
}

// streams are the runs of the index to merge: by name for a list, by every
// order that the text may begin for a search.
func streams(areas []string, text string) []*stream {
	prefixes := map[string]string{byName: fold(text), byFirst: fold(text), byEmail: foldEmail(text)}
	orders := []string{byName, byFirst, byEmail}
	switch {
	case strings.TrimSpace(text) == "":
		orders = orders[:1]
	case strings.Contains(text, "@"):
		orders = orders[2:]
	case prefixes[byName] == "":
		orders = nil
	}
	var all []*stream
	for _, area := range areas {
		for _, order := range orders {
			all = append(all, &stream{area: area, order: order, prefix: prefixes[order]})
		}
	}
	return all
}

// start places a stream after the last entry listed. i is its place in the
// merge.
func (st *stream) start(i int, last *entry, limit int) {
	from := st.order + "#" + st.prefix
	st.query = table.Query{PK: contactIndex + st.area, From: from, To: from + "\U0010FFFF", Index: true, Limit: limit}
	if last == nil {
		return
	}
	after := rowSort(st.order, last.Text, last.ID)
	if i <= last.Stream {
		after += "\x00"
	}
	st.query.From = max(from, after)
	st.ended = st.query.From >= st.query.To
}

// fill reads the stream's next entries when none are ahead.
func (st *stream) fill(ctx context.Context, t table.Table, i int) error {
	for len(st.ahead) == 0 && !st.ended {
		page, err := t.Query(ctx, st.query)
		if err != nil {
			return fmt.Errorf("query contacts of %s: %w", st.area, err)
		}
		for _, item := range page.Items {
			rest, _ := strings.CutPrefix(item.GSK, st.order+"#")
			if text, id, ok := strings.Cut(rest, rowEnd); ok {
				st.ahead = append(st.ahead, entry{text, movement.ContactID(id), i})
			}
		}
		st.query.Cursor, st.ended = page.Next, page.Next == ""
	}
	return nil
}

// fillAll fills every stream that has nothing ahead, at the same time.
func (l *list) fillAll(ctx context.Context) error {
	errs := make([]error, len(l.streams))
	var wg sync.WaitGroup
	for i, st := range l.streams {
		if len(st.ahead) == 0 && !st.ended {
			wg.Go(func() { errs[i] = st.fill(ctx, l.store.table, i) })
		}
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// next takes the next n entries of the merge.
func (l *list) next(ctx context.Context, n int) ([]entry, error) {
	var batch []entry
	for len(batch) < n {
		if err := l.fillAll(ctx); err != nil {
			return nil, err
		}
		first := l.first()
		if first == nil {
			break
		}
		batch = append(batch, first.ahead[0])
		l.last = &first.ahead[0]
		first.ahead = first.ahead[1:]
	}
	return batch, nil
}

func (l *list) first() *stream {
	var first *stream
	for _, st := range l.streams {
		if len(st.ahead) > 0 && (first == nil || st.ahead[0].compare(first.ahead[0]) < 0) {
			first = st
		}
	}
	return first
}

func (l *list) peek(ctx context.Context) (bool, error) {
	err := l.fillAll(ctx)
	return l.first() != nil, err
}

// read reads the entries' contacts and keeps those that are in reach and whose
// first place in this list is the entry: stale rows and repetitions fall away.
func (l *list) read(ctx context.Context, batch []entry) ([]movement.Contact, error) {
	var keys []table.Key
	for _, e := range batch {
		if key := contactKey(e.ID); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	items, err := l.store.table.GetMany(ctx, keys...)
	if err != nil {
		return nil, fmt.Errorf("get listed contacts: %w", err)
	}
	var found []movement.Contact
	for _, e := range batch {
		c, ok, err := contactAmong(items, e.ID)
		if err != nil {
			return nil, err
		}
		if ok && l.scope.Holds(c) && l.place(c) == e {
			found = append(found, c)
		}
	}
	return found, nil
}

// place is the first entry under which this list shows a contact.
func (l *list) place(c movement.Contact) entry {
	first := entry{Stream: -1}
	for _, r := range rows(c) {
		for i, st := range l.streams {
			e := entry{r.text, c.ID, i}
			if st.area == r.area && st.order == r.order && strings.HasPrefix(r.text, st.prefix) &&
				(first.Stream < 0 || e.compare(first) < 0) {
				first = e
			}
		}
	}
	return first
}
