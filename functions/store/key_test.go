package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

// hostile are texts that try to reach across a delimiter or out of a size.
var hostile = []string{"", "#", "a#b", "a", "b", "\n", "contact", "row#z:fr", "1:a", "|", "\x00", "é", "e\u0301", "\U0010FFFF",
	strings.Repeat("李", 100), strings.Repeat("🜁", 100), strings.Repeat("ﷺ", 100), strings.Repeat("#", 254)}

// foreign are all keys whose parts somebody typed or sent, each of two texts.
func foreign(a, b string) map[string]table.Key {
	return map[string]table.Key{
		"contact email":   contactEmailKey(movement.Email(a)),
		"organizer email": organizerEmailKey(movement.Email(a)),
		"token":           tokenKey(movement.TokenHash(a)),
		"tries":           triesKey(movement.TokenHash(a)),
		"confirm code":    codeKey(movement.ConfirmToken, movement.Email(a)),
		"sign-in code":    codeKey(movement.SignInToken, movement.Email(a)),
		"idempotency":     idemKey(movement.Idempotency{Route: a, Key: b}),
		"proof":           proofKey(a),
		"window":          windowKey(movement.Limit{Name: "join.form", Key: a}, 1, 2),
		"cap":             capKey(movement.UnconfirmedCap(), movement.Email(a)),
	}
}

// distinct demands that keys of other inputs are other keys, that none holds what
// was typed, and that all fit.
func distinct(t *testing.T, a1, b1, a2, b2 string) {
	t.Helper()
	one, two := foreign(a1, b1), foreign(a2, b2)
	for name, key := range one {
		same := a1 == a2
		switch {
		case name == "idempotency":
			same = a1 == a2 && b1 == b2
		case strings.Contains(name, "email"), strings.Contains(name, "code"), name == "cap":
			same = movement.Email(a1).Key() == movement.Email(a2).Key()
		}
		if (key == two[name]) != same {
			t.Errorf("%s keys of (%q, %q) and (%q, %q): %s, %s", name, a1, b1, a2, b2, key, two[name])
		}
		for other, key2 := range two {
			if other != name && key == key2 {
				t.Errorf("%s key of (%q, %q) is the %s key of (%q, %q): %s", name, a1, b1, other, a2, b2, key)
			}
		}
		if strings.Count(key.PK, "#") > 3 || strings.ContainsAny(key.PK+key.SK, "\n\x00") || !utf8.ValidString(key.PK) || len(key.PK) > 200 {
			t.Errorf("%s key of (%q, %q): %q", name, a1, b1, key)
		}
	}
}

func TestKeysAreInjective(t *testing.T) {
	for i, a := range hostile {
		for j, b := range hostile {
			distinct(t, a, b, hostile[j], hostile[i])
			distinct(t, a, b, a+b, "")
			distinct(t, a, b, a, b)
		}
	}
}

func FuzzKeys(f *testing.F) {
	f.Add("a", "bc", "ab", "c")
	f.Add("a#b", "", "a", "b")
	f.Add("1:a", "b\n", "1", ":ab\n")
	f.Fuzz(distinct)
}

func FuzzHashed(f *testing.F) {
	f.Add("ab", "c", "a", "bc")
	f.Add("1:a", "", "", "1:a")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		if (hashed(a, b) == hashed(c, d)) != (a == c && b == d) {
			t.Errorf("%q %q and %q %q", a, b, c, d)
		}
		if hashed(a, b) == hashed(a+b) || hashed(a, b) == hashed(a, b, "") {
			t.Errorf("%q %q as another number of parts", a, b)
		}
	})
}

// TestAuditInOrder writes lines of one second: by key they stand in order.
func TestAuditInOrder(t *testing.T) {
	at := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	var keys []string
	for _, after := range []time.Duration{0, time.Microsecond, 100 * time.Millisecond, 101 * time.Millisecond, 999 * time.Millisecond, time.Second} {
		keys = append(keys, auditKey(movement.Audit{Organizer: "o_a", At: at.Add(after)}, "mark").SK)
	}
	if !slices.IsSorted(keys) {
		t.Errorf("audit keys out of order:\n%s", strings.Join(keys, "\n"))
	}
}

func TestAudit(t *testing.T) {
	f := onSQLite(t)
	line := movement.Audit{Organizer: "o_a", Action: "contacts.list", Zones: []movement.ZoneID{"fr/r-1"}, Contacts: []movement.ContactID{"c_1"}}
	for range 3 { // of one moment: none hides another
		if err := f.Audit(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
	page, err := f.table.Query(t.Context(), table.Query{PK: auditPrefix + "o_a", Limit: 10})
	if err != nil || len(page.Items) != 3 {
		t.Fatalf("%d lines, error %v", len(page.Items), err)
	}
	if want := f.clock.Now().Add(auditLife).Unix(); page.Items[0].TTL != want {
		t.Errorf("kept until %d, want %d", page.Items[0].TTL, want)
	}
	down := tabletest.NewFaulty(f.table, func(tabletest.Call) tabletest.Fault { return tabletest.Busy })
	f.Store.table = down
	wantKind(t, f.Audit(t.Context(), line), movement.Unavailable)
}

// TestLongNames signs up people whose names are as long as a form allows, in
// scripts that grow when folded: they become members, are listed and found.
func TestLongNames(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		all := scopeOf(t, movement.Grant{Zone: "fr"}, movement.Grant{Overlay: climate})
		for n, letter := range []string{"W", "é", "ễ", "李", "🜁", "ﷺ", "ย", "\u0301", "#", "'"} {
			s := f.camille(t)
			s.Email = movement.Email(fmt.Sprintf("%s%d@%s.fr", strings.Repeat("x", 60), n, strings.Repeat("exemple-", 22)+"x"))
			s.FirstName, s.LastName = strings.Repeat(letter, 100), strings.Repeat(letter, 100)
			s.Source = "/" + strings.Repeat("é", 299)
			m := f.mustConfirm(t, f.mustJoin(t, s))
			f.sendAll(t)
			for _, r := range rows(m) {
				if key := rowKey(m.ID, r); len(rowSort(r.order, r.text, m.ID)) > table.MaxSKBytes || len(key.SK) > table.MaxSKBytes || !utf8.ValidString(r.text) {
					t.Errorf("%q: row %s", letter, key)
				}
			}
			for _, text := range []string{"", s.FirstName, s.LastName[:len(letter)], string(s.Email), string(s.Email[:9])} {
				if text != "" && fold(text) == "" {
					continue // nothing that could be searched
				}
				if !slices.Contains(f.listed(t, all, movement.ContactQuery{Text: text, Limit: 4}), m.ID) {
					t.Errorf("%q is not found by %q", letter, text)
				}
			}
		}
	})
}
