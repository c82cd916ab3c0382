package tabletest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

func testGet(t *testing.T, f fixture) {
	limit := int64(12)
	full := table.Item{
		Key: key("contact#1", "card"), GPK: "zone#fr", GSK: "Zoé\n#", TTL: f.in(60), Cap: &limit,
		Type: "contact/1", Data: []byte(`{"name":"Zoé \u2028 O'Brien","mark":"\"#\n"}`),
	}
	bare := table.Item{Key: key("contact#1", "bare")}
	empty := table.Item{Key: key("contact#1", "empty"), Data: []byte{}}
	f.fill(t, full, bare, empty)
	f.stands(t, full.Key, stored(full, 1))
	f.stands(t, bare.Key, stored(bare, 1))
	f.stands(t, empty.Key, stored(table.Item{Key: empty.Key}, 1))
	f.stands(t, key("contact#1", "other"), nil)
	f.stands(t, key("contact#2", "card"), nil)
	f.stands(t, key("card", "contact#1"), nil)
	f.fill(t, table.Item{Key: full.Key})
	f.stands(t, full.Key, stored(table.Item{Key: full.Key}, 2))
	f.clock.Advance(1)
	f.fill(t, full)
	f.clock.Set(f.clock.Now().Truncate(1e9).Add(59e9))
	f.stands(t, full.Key, stored(full, 3))
	f.clock.Advance(1e9)
	f.stands(t, full.Key, nil)
}

func testGetMany(t *testing.T, f fixture) {
	var keys []table.Key
	want := map[table.Key]table.Item{}
	for n := range table.MaxGet {
		i := plain(fmt.Sprintf("p%d", n%7), fmt.Sprintf("s%d", n))
		keys = append(keys, i.Key)
		switch n % 3 {
		case 1:
			i.TTL = f.in(0)
			f.fill(t, i)
		case 2:
			f.fill(t, i)
			want[i.Key] = *stored(i, 1)
		}
	}
	for _, n := range []int{0, 1, 3, 15, 16, 17, table.MaxGet} {
		some := map[table.Key]table.Item{}
		for _, k := range keys[:n] {
			if i, ok := want[k]; ok {
				some[k] = i
			}
		}
		got, err := f.GetMany(t.Context(), append(keys[:n:n], keys[:n]...)...)
		if diff := cmp.Diff(some, got); diff != "" || err != nil {
			t.Errorf("%d keys, each twice: error %v (-want +got):\n%s", n, err, diff)
		}
	}
	for name, bad := range map[string][]table.Key{
		"too many": append(keys, key("p", "s")),
		"empty":    {key("p", "")},
	} {
		if _, err := f.GetMany(t.Context(), bad...); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
	if _, err := f.Get(t.Context(), key("", "s")); !errors.Is(err, table.ErrInvalid) {
		t.Errorf("get of an empty key: error %v, want ErrInvalid", err)
	}
}

// testLargePages asks for more than an engine gives at once.
func testLargePages(t *testing.T, f fixture) {
	var want []string
	for n := range 9 {
		i := plain("large", fmt.Sprintf("s%d", n))
		i.Data = bytes.Repeat([]byte("é"), 180<<10)
		f.fill(t, i)
		want = append(want, i.SK)
	}
	for _, limit := range []int{4, 9, 100} {
		got := sorts(all(t.Context(), t, f, table.Query{PK: "large", Limit: limit}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", limit, diff)
		}
	}
	var keys []table.Key
	for _, sk := range want {
		keys = append(keys, key("large", sk))
	}
	if got, err := f.GetMany(t.Context(), keys...); err != nil || len(got) != len(keys) {
		t.Errorf("get many: %d items, error %v, want %d", len(got), err, len(keys))
	}
}

func testPages(t *testing.T, f fixture) {
	var want []string
	var items []table.Item
	for n := range 25 {
		i := plain("run", fmt.Sprintf("s%02d", n))
		i.GPK, i.GSK = "index", fmt.Sprintf("g%02d", n)
		items, want = append(items, i), append(want, i.SK)
	}
	noise := []table.Item{plain("ru", "s01"), plain("run2", "s01"), plain("run ", "s01")}
	noise[0].GPK, noise[0].GSK = "index2", "g01"
	f.fill(t, append(items, noise...)...)
	for _, index := range []bool{false, true} {
		for _, desc := range []bool{false, true} {
			for _, limit := range []int{1, 2, 5, 7, 24, 25, 26, table.MaxLimit} {
				q := table.Query{PK: "run", Index: index, Desc: desc, Limit: limit}
				if index {
					q.PK = "index"
				}
				order := slices.Clone(want)
				if desc {
					slices.Reverse(order)
				}
				if diff := cmp.Diff(order, sorts(all(t.Context(), t, f, q))); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", q, diff)
				}
			}
		}
	}
	page, err := f.Query(t.Context(), table.Query{PK: "nobody", Limit: 5})
	if err != nil || len(page.Items) != 0 || page.Next != "" {
		t.Errorf("empty partition: %+v, error %v", page, err)
	}
}

// testTies pages through index items of the same sort key: each comes once.
func testTies(t *testing.T, f fixture) {
	want := map[table.Key]bool{}
	for n := range 12 {
		i := plain(fmt.Sprintf("p%d", n%4), fmt.Sprintf("s%d", n))
		i.GPK, i.GSK = "ties", "same"
		want[i.Key] = true
		f.fill(t, i)
	}
	for _, desc := range []bool{false, true} {
		for _, limit := range []int{1, 5, 12} {
			got := map[table.Key]bool{}
			items := all(t.Context(), t, f, table.Query{PK: "ties", From: "same", Index: true, Desc: desc, Limit: limit})
			for _, i := range items {
				got[i.Key] = true
			}
			if diff := cmp.Diff(want, got); diff != "" || len(items) != len(want) {
				t.Errorf("limit %d, %d items (-want +got):\n%s", limit, len(items), diff)
			}
		}
	}
}

func testRanges(t *testing.T, f fixture) {
	names := []string{"a", "a#1", "a#2", "a#2#x", "a$", "b", "b#1", "é", "é#", "\U0010ffff", "\U0010ffff1"}
	for _, s := range names {
		i := plain("run", s)
		i.GPK, i.GSK = "index", s
		f.fill(t, i)
	}
	tests := []struct{ prefix, from, to string }{
		{"a", "", ""}, {"a#", "", ""}, {"a#2", "", ""}, {"b", "", ""}, {"é", "", ""}, {"z", "", ""}, {"\U0010ffff", "", ""},
		{"", "a#2", ""}, {"", "", "a#2"}, {"", "a#1", "b"}, {"", "a#", "a$"}, {"", "b", "b"}, {"", "b", "a"}, {"", "c", "é"}, {"", "é", "é#"},
		{"", "zz", ""}, {"", "", "A"},
	}
	for _, test := range tests {
		for _, index := range []bool{false, true} {
			for _, desc := range []bool{false, true} {
				for _, limit := range []int{1, 3, 20} {
					q := table.Query{PK: "run", Prefix: test.prefix, From: test.from, To: test.to, Index: index, Desc: desc, Limit: limit}
					if index {
						q.PK = "index"
					}
					want := slices.DeleteFunc(slices.Clone(names), func(s string) bool {
						return !strings.HasPrefix(s, test.prefix) || s < test.from || (test.to != "" && s >= test.to)
					})
					if desc {
						slices.Reverse(want)
					}
					if got := sorts(all(t.Context(), t, f, q)); !slices.Equal(want, got) {
						t.Errorf("%+v: got %q, want %q", q, got, want)
					}
				}
			}
		}
	}
}

// testOrder demands the order of bytes, not of any language.
func testOrder(t *testing.T, f fixture) {
	want := []string{"\x00", "\n", "\n\x00", " ", "#", "##", "0", "10", "9", "A", "Z", "a", "a\n", "a#", "ab", "e\u0301", "é", "ﬁ", "\uffff", "𝄞"}
	if !slices.IsSorted(want) {
		t.Fatal("the test's own order is wrong")
	}
	mixed := slices.Clone(want)
	slices.Reverse(mixed)
	for _, s := range mixed {
		i := plain("p#\n\x00é", s)
		i.GPK, i.GSK = "g#\n\x00é", s
		f.fill(t, i)
		f.stands(t, i.Key, stored(i, 1))
	}
	for _, q := range []table.Query{{PK: "p#\n\x00é", Limit: 3}, {PK: "g#\n\x00é", Index: true, Limit: 3}} {
		if diff := cmp.Diff(want, sorts(all(t.Context(), t, f, q))); diff != "" {
			t.Errorf("index %t (-want +got):\n%s", q.Index, diff)
		}
	}
}
