package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

func TestConfirmTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		secret := f.mustJoin(t, f.camille(t))
		first := f.mustConfirm(t, secret)
		f.clock.Advance(time.Hour)
		second := f.mustConfirm(t, secret)
		byCode, err := f.Confirm(t.Context(), movement.Claim{Email: "Camille@Exemple.FR", Code: secret.Code})
		first.Version = second.Version
		if diff := cmp.Diff([]movement.Contact{first, first}, []movement.Contact{second, byCode}); diff != "" || err != nil {
			t.Errorf("confirmed again, error %v (-want +got):\n%s", err, diff)
		}
		if sent := templates(f.sendAll(t)); !slices.Equal(sent, []string{"welcome"}) {
			t.Errorf("mails %v, want one welcome", sent)
		}
	})
}

func TestConfirmAfterExpiry(t *testing.T) {
	f := onSQLite(t)
	day := 24 * time.Hour
	first := f.camille(t)
	tokenOne := f.mustJoin(t, first)
	f.clock.Advance(6 * day)
	second := f.camille(t)
	second.LastName = "Grand"
	tokenTwo := f.mustJoin(t, second)
	f.clock.Advance(day + time.Second) // the first token, the guard and the contact are gone
	if _, err := f.Confirm(t.Context(), movement.Claim{Link: tokenOne.Link}); movement.KindOf(err) != movement.Expired {
		t.Errorf("an expired link: %v", err)
	}
	third := f.camille(t)
	third.LastName, third.PostalCode = "Moyen", "20100"
	tokenThree := f.mustJoin(t, third)

	member := f.mustConfirm(t, tokenTwo)
	if member.ID != third.Contact || member.LastName != "Grand" || member.Zone != "fr/r-1/d-75" {
		t.Errorf("the second mail made %+v, want the guard's contact with what was sent with it", member)
	}
	later := f.mustConfirm(t, tokenThree)
	if later.ID != member.ID || later.LastName != "Grand" || later.Zone != "fr/r-1/d-75" {
		t.Errorf("the third mail, sent to nobody's member, made %+v of a member", later)
	}
	all := scopeOf(t, movement.Grant{Zone: "fr"})
	if ids := f.listed(t, all, movement.ContactQuery{Limit: 10}); !slices.Equal(ids, []movement.ContactID{third.Contact}) {
		t.Errorf("listed %v, want one contact", ids)
	}
	f.clock.Advance(30 * day)
	if _, consents, err := f.Contact(t.Context(), all, third.Contact); err != nil || len(consents) != 1 {
		t.Errorf("a member a month later: %d consents, error %v", len(consents), err)
	}
}

func TestConfirmAlone(t *testing.T) {
	f := onSQLite(t)
	f.mustJoin(t, f.camille(t))
	f.clock.Advance(movement.PendingLife - time.Hour)
	second := f.camille(t)
	token := f.mustJoin(t, second)
	f.clock.Advance(2 * time.Hour)
	member := f.mustConfirm(t, token)
	if member.ID != second.Contact || member.Status != movement.Member {
		t.Errorf("member %+v", member)
	}
	sent := f.sendAll(t)
	if len(sent) != 1 || sent[0].template != "welcome" || !sent[0].known || sent[0].to.Number != member.Number {
		t.Errorf("mails %+v", sent)
	}
}

func TestConfirmParallel(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		one := f.mustJoin(t, f.camille(t))
		f.clock.Advance(11 * time.Minute)
		two := f.mustJoin(t, f.camille(t))
		members := make([]movement.Contact, 50)
		errs := parallel(50, func(i int) (err error) {
			members[i], err = f.Confirm(t.Context(), movement.Claim{Link: []string{one.Link, two.Link}[i%2]})
			return err
		})
		for i, m := range members {
			if movement.KindOf(errs[i]) == movement.Unavailable {
				continue // asked to come again; a later try answers
			}
			if errs[i] != nil || m.ID != members[0].ID || m.Number != members[0].Number {
				t.Errorf("%s %s, error %v", m.ID, m.Number, errs[i])
			}
		}
		if ids := f.listed(t, scopeOf(t, movement.Grant{Zone: "fr"}), movement.ContactQuery{Limit: 10}); len(ids) != 1 {
			t.Errorf("listed %v", ids)
		}
		if sent := templates(f.sendAll(t)); !slices.Equal(sent, []string{"welcome"}) {
			t.Errorf("mails %v, want one welcome", sent)
		}
	})
}

func TestCodeTries(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		secret := f.mustJoin(t, f.camille(t))
		wrong := movement.Claim{Email: "camille@exemple.fr", Code: "00000000"}
		if wrong.Code == secret.Code {
			wrong.Code = "00000001"
		}
		var kinds []movement.Kind
		for range 7 {
			_, err := f.Confirm(t.Context(), wrong)
			kinds = append(kinds, movement.KindOf(err))
		}
		want := slices.Repeat([]movement.Kind{movement.Invalid}, 7) // no number of tries tells that there is a code
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Errorf("guesses (-want +got):\n%s", diff)
		}
		_, err := f.Confirm(t.Context(), movement.Claim{Email: wrong.Email, Code: secret.Code})
		wantKind(t, err, movement.Invalid)
		_, err = f.Confirm(t.Context(), movement.Claim{Email: "personne@exemple.fr", Code: "12345678"})
		wantKind(t, err, movement.Invalid)
		_, _, err = f.SignIn(t.Context(), movement.Claim{Link: secret.Link})
		wantKind(t, err, movement.Expired)
		if m := f.mustConfirm(t, secret); m.Number == "" {
			t.Error("the link no longer works after wrong codes")
		}
	})
}

// TestCodeTriesParallel lets fifty bring the right code at once: as many as may
// try are answered, whoever they are.
func TestCodeTriesParallel(t *testing.T) {
	f := onSQLite(t)
	secret := f.mustJoin(t, f.camille(t))
	errs := parallel(50, func(i int) error {
		_, err := f.Confirm(t.Context(), movement.Claim{Email: "camille@exemple.fr", Code: secret.Code})
		return err
	})
	compared := 0
	for _, err := range errs {
		if err == nil {
			compared++
		}
	}
	if compared != movement.CodeTries {
		t.Errorf("%d right codes were compared, want %d", compared, movement.CodeTries)
	}
}

// TestStrangerAddsNothing sends a form with somebody's address before or after
// their own: whichever mail they answer, they agree to no more than they sent.
func TestStrangerAddsNothing(t *testing.T) {
	for _, strangerFirst := range []bool{true, false} {
		for answered := range 2 {
			f := onSQLite(t)
			own, strange := f.camille(t), f.camille(t)
			strange.Phone = "0600000000"
			for _, p := range []movement.Purpose{movement.PurposeNewsletter, movement.PurposeCalls} {
				strange.Boxes = append(strange.Boxes, movement.Box{Purpose: p})
			}
			forms := []movement.Signup{own, strange}
			if strangerFirst {
				slices.Reverse(forms)
			}
			var mailed []movement.Secret
			for _, form := range forms {
				form.At = f.clock.Now()
				mailed = append(mailed, f.mustJoin(t, form))
				f.clock.Advance(11 * time.Minute)
			}
			f.mustConfirm(t, mailed[answered])
			m := f.mustConfirm(t, mailed[1-answered])
			if m.Phone != "" || !slices.Equal(m.Granted, []movement.Purpose{movement.PurposeMembership}) {
				t.Errorf("stranger first %t, mail %d answered: phone %q, agrees to %v", strangerFirst, answered, m.Phone, m.Granted)
			}
		}
	}
}
