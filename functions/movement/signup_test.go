package movement_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

var signup = movement.Signup{Contact: "c_new", Email: "camille@exemple.fr", FirstName: "Camille", LastName: "Petit", PostalCode: "75011",
	Phone: "06 12 34 56 78", Language: "fr", Source: "/adhesion/", At: noon,
	Boxes: []movement.Box{{Purpose: movement.PurposeMembership, WordingID: "w-terms"}, {Purpose: movement.PurposeNewsletter}}}

func TestSignupPending(t *testing.T) {
	want := movement.Contact{ID: "c_new", Email: "camille@exemple.fr", FirstName: "Camille", LastName: "Petit", PostalCode: "75011",
		Phone: "06 12 34 56 78", Language: "fr", Zone: "fr/r-11/d-75", Status: movement.Pending, JoinedAt: noon}
	if diff := cmp.Diff(want, signup.Pending("fr/r-11/d-75")); diff != "" {
		t.Errorf("pending contact (-want +got):\n%s", diff)
	}
}

func TestSignupConfirm(t *testing.T) {
	later := noon.Add(time.Hour)
	pending := signup.Pending("fr/r-11/d-75")
	pending.Version = 4
	member := pending
	member.Status, member.Number, member.ConfirmedAt = movement.Member, "12345678", later
	member.Granted = []movement.Purpose{movement.PurposeMembership, movement.PurposeNewsletter}

	moved := signup
	moved.Contact, moved.LastName, moved.PostalCode, moved.Phone = "c_other", "Martin", "20100", ""
	moved.Boxes = []movement.Box{{Purpose: movement.PurposeMembership}, {Purpose: movement.PurposeCalls}}
	old := member
	old.Overlays = []movement.OverlayID{"theme/climat"}
	changed := old
	changed.LastName, changed.PostalCode, changed.Zone = "Martin", "20100", "fr/r-94/d-2a"
	changed.Granted = []movement.Purpose{movement.PurposeCalls, movement.PurposeMembership, movement.PurposeNewsletter}

	tests := []struct {
		name   string
		signup movement.Signup
		known  movement.Contact
		home   movement.ZoneID
		want   movement.Contact
	}{
		{"a new member", signup, pending, "fr/r-11/d-75", member},
		{"the same again", signup, member, "fr/r-11/d-75", member},
		{"a member who moved", moved, old, "fr/r-94/d-2a", changed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.signup.Confirm(test.known, test.home, "12345678", later)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("member (-want +got):\n%s", diff)
			}
			if again := test.signup.Confirm(got, test.home, "87654321", later.Add(time.Hour)); again.Number != "12345678" || !again.ConfirmedAt.Equal(later) {
				t.Errorf("a second confirmation changed the membership: %+v", again)
			}
		})
	}
}

// TestSignupConfirmSharesNothing confirms for two from one record: the second's
// purposes must not appear in the first's.
func TestSignupConfirmSharesNothing(t *testing.T) {
	known := signup.Pending("fr")
	known.Granted = make([]movement.Purpose, 0, 8)
	first := movement.Signup{Boxes: []movement.Box{{Purpose: movement.PurposeNewsletter}}}.Confirm(known, "fr", "1", noon)
	movement.Signup{Boxes: []movement.Box{{Purpose: movement.PurposeCalls}}}.Confirm(known, "fr", "2", noon)
	if first.Grants(movement.PurposeCalls) || !first.Grants(movement.PurposeNewsletter) {
		t.Errorf("granted %v", first.Granted)
	}
}

func TestSignupConsents(t *testing.T) {
	wordings := movement.Wordings{"join": {
		"fr": {"terms": {ID: "w-111111111111", Text: "J’accepte la charte."}, "newsletter": {ID: "w-222222222222", Text: "Je reçois la lettre."}, "calls": {ID: "w-333333333333", Text: "On peut m’appeler."}},
		"en": {"terms": {ID: "w-444444444444", Text: "I accept the charter."}}}}
	tests := []struct {
		name     string
		language string
		box      movement.Box
		channel  string
		want     movement.Wording
	}{
		{"today's wording", "fr", movement.Box{Purpose: movement.PurposeMembership, WordingID: "w-111111111111"}, "", movement.Wording{ID: "w-111111111111", Text: "J’accepte la charte."}},
		{"newsletter by mail", "fr", movement.Box{Purpose: movement.PurposeNewsletter, WordingID: "w-222222222222"}, "email", movement.Wording{ID: "w-222222222222", Text: "Je reçois la lettre."}},
		{"calls by phone", "fr", movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-333333333333"}, "phone", movement.Wording{ID: "w-333333333333", Text: "On peut m’appeler."}},
		{"in English", "en", movement.Box{Purpose: movement.PurposeMembership, WordingID: "w-444444444444"}, "", movement.Wording{ID: "w-444444444444", Text: "I accept the charter."}},
		{"French where there is no other", "en", movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-333333333333"}, "phone", movement.Wording{ID: "w-333333333333", Text: "On peut m’appeler."}},
		{"the wording of another day", "fr", movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-0123456789ab"}, "phone", movement.Wording{ID: "w-0123456789ab"}},
		{"an id that is none", "fr", movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-<script>"}, "phone", movement.Wording{ID: "w-333333333333", Text: "On peut m’appeler."}},
		{"a program that only says yes", "fr", movement.Box{Purpose: movement.PurposeCalls, WordingID: "true"}, "phone", movement.Wording{ID: "w-333333333333", Text: "On peut m’appeler."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := signup
			s.Language, s.Boxes = test.language, []movement.Box{test.box}
			want := []movement.Consent{{Purpose: test.box.Purpose, Channel: test.channel, Zone: "fr/r-11", Wording: test.want, Language: test.language,
				Source: "/adhesion/", Method: "form", At: noon, ConfirmedAt: noon.Add(time.Hour)}}
			if diff := cmp.Diff(want, s.Consents("fr/r-11", wordings, noon.Add(time.Hour))); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
	if lines := (movement.Signup{}).Consents("fr", wordings, noon); len(lines) != 0 {
		t.Errorf("no box gives %v", lines)
	}
}

// TestAgreement sends several forms for one address: what all agree on is what a
// confirmation may give.
func TestAgreement(t *testing.T) {
	form := func(phone string, purposes ...movement.Purpose) movement.Signup {
		s := movement.Signup{Phone: phone}
		for _, p := range purposes {
			s.Boxes = append(s.Boxes, movement.Box{Purpose: p})
		}
		return s
	}
	const member, news, calls = movement.PurposeMembership, movement.PurposeNewsletter, movement.PurposeCalls
	tests := []struct {
		name  string
		forms []movement.Signup
		want  movement.Agreement
	}{
		{"one", []movement.Signup{form("06", member, calls)}, movement.Agreement{Purposes: []movement.Purpose{member, calls}, Phone: "06"}},
		{"the same twice", []movement.Signup{form("06", member, news), form("06", member, news)}, movement.Agreement{Purposes: []movement.Purpose{member, news}, Phone: "06"}},
		{"a stranger adds", []movement.Signup{form("", member), form("07", member, news, calls)}, movement.Agreement{Purposes: []movement.Purpose{member}}},
		{"a stranger came first", []movement.Signup{form("07", member, news, calls), form("", member)}, movement.Agreement{Purposes: []movement.Purpose{member}}},
		{"three", []movement.Signup{form("06", member, news), form("06", member, calls), form("06", member, news, calls)}, movement.Agreement{Purposes: []movement.Purpose{member}, Phone: "06"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.forms[0].Agreement()
			for _, s := range test.forms[1:] {
				got = got.With(s)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || !got.Equal(test.want) {
				t.Errorf("agreement (-want +got):\n%s", diff)
			}
			for _, s := range test.forms {
				before := len(s.Boxes)
				if within := s.Within(got); !within.Agreement().Equal(got) || len(s.Boxes) != before {
					t.Errorf("form %+v within it gives %+v", s, within)
				}
			}
		})
	}
}

func TestMailbox(t *testing.T) {
	for email, want := range map[movement.Email]string{"A.b+c+d@Exemple.FR": "a.b@exemple.fr", "a@b.fr": "a@b.fr", "+a@b.fr": "@b.fr"} {
		if got := email.Mailbox(); got != want {
			t.Errorf("%s: %q, want %q", email, got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	cause := errors.New("disk full")
	e := &movement.Error{Kind: movement.Unavailable, Message: "busy", Err: cause}
	wrapped := fmt.Errorf("put contact c_1: %w", e)
	if movement.KindOf(wrapped) != movement.Unavailable || !errors.Is(wrapped, cause) {
		t.Errorf("kind %d of %v", movement.KindOf(wrapped), wrapped)
	}
	if movement.KindOf(cause) != movement.Internal || movement.KindOf(nil) != movement.Internal {
		t.Error("an error without a kind is not internal")
	}
	fields := &movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: map[string]string{"email": "email.address"}}
	if got := fields.Error(); got != "form.invalid: map[email:email.address]" {
		t.Errorf("text %q", got)
	}
}
