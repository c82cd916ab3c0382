package store

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// owe puts one due mail to Camille into the outbox.
func (f *fixture) owe(t testing.TB) movement.MailID {
	t.Helper()
	if err := f.Join(t.Context(), f.joinOf(f.camille(t))); err != nil {
		t.Fatal(err)
	}
	due := f.due(t)
	if len(due) != 1 {
		t.Fatalf("due %v", due)
	}
	return due[0]
}

func (f *fixture) due(t testing.TB) []movement.MailID {
	t.Helper()
	ids, err := f.DueMails(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func (f *fixture) claim(t testing.TB, id movement.MailID) (movement.Mail, bool) {
	t.Helper()
	m, ok, err := f.ClaimMail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m, ok
}

func TestClaimMail(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		id := f.owe(t)
		first, ok := f.claim(t, id)
		if !ok || first.Attempts != 1 || len(f.due(t)) != 0 {
			t.Fatalf("claimed %+v %t, due %v", first, ok, f.due(t))
		}
		if _, ok := f.claim(t, id); ok {
			t.Error("claimed twice")
		}
		f.clock.Advance(mailLease - time.Second)
		if _, ok := f.claim(t, id); ok {
			t.Error("claimed within another's lease")
		}
		f.clock.Advance(time.Second)
		second, ok := f.claim(t, id)
		if !ok || second.Attempts != 2 {
			t.Fatalf("after the lease: %+v, %t", second, ok)
		}
		if err := f.FinishMail(t.Context(), first); err != nil {
			t.Errorf("the late first sender: %v", err)
		}
		if _, err := f.PostponeMail(t.Context(), first, true); err != nil {
			t.Errorf("the late first sender: %v", err)
		}
		if err := f.FinishMail(t.Context(), second); err != nil {
			t.Error(err)
		}
		f.clock.Advance(time.Hour)
		if _, ok := f.claim(t, id); ok || len(f.due(t)) != 0 {
			t.Errorf("a finished mail is owed: %v", f.due(t))
		}
	})
}

func TestClaimMailParallel(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		id := f.owe(t)
		won := make([]bool, 20)
		for _, err := range parallel(len(won), func(i int) (err error) {
			_, won[i], err = f.ClaimMail(t.Context(), id)
			return err
		}) {
			if err != nil && movement.KindOf(err) != movement.Unavailable {
				t.Errorf("a sender who came second: %v", err)
			}
		}
		won = slices.DeleteFunc(won, func(w bool) bool { return !w })
		if len(won) != 1 {
			t.Errorf("%d senders have the mail, want 1", len(won))
		}
	})
}

func TestClaimMailUnknown(t *testing.T) {
	f := onSQLite(t)
	for _, id := range []movement.MailID{"m_" + movement.MailID(strings.Repeat("0", 26)), "x"} {
		if _, ok := f.claim(t, id); ok {
			t.Errorf("claimed %q", id)
		}
	}
}

func TestPostponeMail(t *testing.T) {
	f := onSQLite(t)
	id := f.owe(t)
	var waits []time.Duration
	for {
		m, ok := f.claim(t, id)
		if !ok {
			t.Fatalf("cannot be claimed after %v", waits)
		}
		failed, err := f.PostponeMail(t.Context(), m, false)
		if err != nil {
			t.Fatal(err)
		}
		if failed {
			break
		}
		start := f.clock.Now()
		for len(f.due(t)) == 0 {
			f.clock.Advance(30 * time.Second)
		}
		waits = append(waits, f.clock.Now().Sub(start)/time.Minute)
	}
	want := append([]time.Duration{1, 2, 4, 8}, slices.Repeat([]time.Duration{10}, movement.MailAttempts-5)...)
	if diff := cmp.Diff(want, waits); diff != "" {
		t.Errorf("minutes between tries (-want +got):\n%s", diff)
	}
	f.aside(t, id)
}

// TestClaimDead: a mail whose every sender dies is put aside in the end.
func TestClaimDead(t *testing.T) {
	f := onSQLite(t)
	id := f.owe(t)
	for range movement.MailAttempts {
		if _, ok := f.claim(t, id); !ok {
			t.Fatal("cannot be claimed")
		}
		f.clock.Advance(5*time.Minute + time.Second)
	}
	if _, ok := f.claim(t, id); ok {
		t.Error("claimed once more")
	}
	f.aside(t, id)
}

// aside demands that a mail is kept as failed and no longer due.
func (f *fixture) aside(t testing.TB, id movement.MailID) {
	t.Helper()
	f.clock.Advance(60 * 24 * time.Hour)
	if due := f.due(t); len(due) > 0 {
		t.Errorf("due %v", due)
	}
	page, err := f.table.Query(t.Context(), table.Query{PK: outboxIndex + failedShard, Index: true, Limit: 10})
	if err != nil || len(page.Items) != 1 || page.Items[0].Key != mailKey(id) {
		t.Errorf("failed mails %v, error %v", page.Items, err)
	}
}

func TestPostponeRefusedMail(t *testing.T) {
	f := onSQLite(t)
	id := f.owe(t)
	m, _ := f.claim(t, id)
	if failed, err := f.PostponeMail(t.Context(), m, true); !failed || err != nil {
		t.Errorf("refused for good: %t, %v", failed, err)
	}
	f.aside(t, id)
}

// TestMailHoldsNoSecret reads what is stored: an address, a name or a secret in
// the clear is nowhere in the outbox, and a finished mail has no secret at all.
func TestMailHoldsNoSecret(t *testing.T) {
	f := onSQLite(t)
	id := f.owe(t)
	m, _ := f.claim(t, id)
	secret, err := f.Unseal(t.Context(), m)
	if err != nil || len(secret.Code) != 8 {
		t.Fatalf("secret %+v, error %v", secret, err)
	}
	stored := func() string {
		item, err := f.table.Get(t.Context(), mailKey(id))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(item)
		return string(text) + string(item.Data)
	}
	for _, private := range []string{secret.Link, secret.Code, "camille", "Camille", "Petit"} {
		if strings.Contains(stored(), private) {
			t.Errorf("the outbox holds %q: %s", private, stored())
		}
	}
	swapped := m
	swapped.ID = "m_another"
	if _, err := f.Unseal(t.Context(), swapped); err == nil {
		t.Error("a secret opens in another mail")
	}
	if err := f.FinishMail(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(stored(), m.Sealed) {
		t.Errorf("a finished mail keeps its secret: %s", stored())
	}
	if none, err := f.Unseal(t.Context(), movement.Mail{ID: id}); err != nil || none != (movement.Secret{}) {
		t.Errorf("a mail without a secret: %+v, %v", none, err)
	}
}

// TestDueMailsInOrder owes many mails: each is due once, over every shard.
func TestDueMailsInOrder(t *testing.T) {
	f := onSQLite(t)
	owed := map[movement.MailID]bool{}
	for n := range 40 {
		id, err := movement.NewMailID(f.rand)
		if err != nil {
			t.Fatal(err)
		}
		m := movement.Mail{ID: id, Template: "welcome", Due: f.clock.Now().Add(time.Duration(n-30) * time.Minute)}
		if err := f.write(t.Context(), f.now(), table.Put(mailItem(m), table.Absent)); err != nil {
			t.Fatal(err)
		}
		owed[id] = n <= 30
	}
	due := f.due(t)
	for id, want := range owed {
		if slices.Contains(due, id) != want {
			t.Errorf("%s due %t, want %t", id, !want, want)
		}
	}
	if few, err := f.DueMails(t.Context(), 1); err != nil || len(few) == 0 || len(few) > mailShards {
		t.Errorf("due one of each shard: %v, error %v", few, err)
	}
}

// TestHastenMails: what a killed sender had claimed is due again at once.
func TestHastenMails(t *testing.T) {
	f := onSQLite(t)
	id := f.owe(t)
	if _, ok := f.claim(t, id); !ok {
		t.Fatal("cannot be claimed")
	}
	if due := f.due(t); len(due) != 0 {
		t.Fatalf("claimed and due: %v", due)
	}
	if err := f.HastenMails(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := f.claim(t, id); !ok {
		t.Error("cannot be claimed after a restart")
	}
}
