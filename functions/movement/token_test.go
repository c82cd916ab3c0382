package movement_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

func TestSecretsAndNumbersAreEven(t *testing.T) {
	const draws = 20_000
	code, number := regexp.MustCompile(`^[0-9]{8}$`), regexp.MustCompile(`^[1-9][0-9]{7}$`)
	source, links := seeded(1), map[string]bool{}
	var codes, numbers [8][10]int
	for range draws {
		s, err := movement.NewSecret(source)
		if raw, bad := base64.RawURLEncoding.DecodeString(s.Link); err != nil || bad != nil || len(raw) != 32 || !code.MatchString(s.Code) {
			t.Fatalf("secret %+v, error %v", s, err)
		}
		n, err := movement.NewNumber(source)
		if err != nil || !number.MatchString(n) {
			t.Fatalf("number %q, error %v", n, err)
		}
		links[s.Link] = true
		for i := range 8 {
			codes[i][s.Code[i]-'0']++
			numbers[i][n[i]-'0']++
		}
	}
	if len(links) != draws {
		t.Errorf("%d links of %d draws", len(links), draws)
	}
	// Seven standard deviations: no seed misses them, a skipped digit does.
	even := func(what string, got, from, of int) {
		want := float64(draws) / float64(of)
		if off := float64(got) - want; off*off > 49*want {
			t.Errorf("%s drawn %d times from %d, want about %.0f", what, got, from, want)
		}
	}
	for i := range 8 {
		for d := range 10 {
			even(fmt.Sprintf("code place %d digit %d", i, d), codes[i][d], draws, 10)
			switch {
			case i > 0:
				even(fmt.Sprintf("number place %d digit %d", i, d), numbers[i][d], draws, 10)
			case d > 0:
				even(fmt.Sprintf("number place 0 digit %d", d), numbers[i][d], draws, 9)
			}
		}
	}
}

// TestDigitsRejectTheRest draws where a remainder would favour low numbers.
func TestDigitsRejectTheRest(t *testing.T) {
	above := strings.Repeat("\xff", 8)
	n, err := movement.NewNumber(strings.NewReader(above + "\x00\x00\x00\x00\x00\x00\x00\x02"))
	if n != "10000001" || err != nil {
		t.Errorf("number %q, error %v, want the second draw", n, err)
	}
	if _, err := movement.NewNumber(strings.NewReader(above)); err == nil {
		t.Error("a number without randomness")
	}
	if _, err := movement.NewSecret(iotest.ErrReader(errors.New("no entropy"))); err == nil {
		t.Error("a secret without randomness")
	}
}

func TestIDs(t *testing.T) {
	source := seeded(2)
	for range 200 {
		c, errC := movement.NewContactID(source)
		o, errO := movement.NewOrganizerID(source)
		m, errM := movement.NewMailID(source)
		if errors.Join(errC, errO, errM) != nil || !c.Valid() || !o.Valid() || len(m) != 28 || !strings.HasPrefix(string(m), "m_") {
			t.Fatalf("%s %s %s: %v %v %v", c, o, m, errC, errO, errM)
		}
	}
	good := strings.Repeat("0", 26)
	for _, bad := range []string{"", "c_", "c_" + good[1:], "c_" + good + "0", "o_" + good, "C_" + good, "c_" + good + "\n", "\nc_" + good,
		"c_" + good[1:] + "#", "c_" + good[1:] + "i", "c_" + good[1:] + "u", "c_c_" + good, "c_" + good[1:] + "é"} {
		if movement.ContactID(bad).Valid() {
			t.Errorf("contact id %q is valid", bad)
		}
		if swapped := strings.Replace(bad, "c_", "o_", 1); bad != "o_"+good && movement.OrganizerID(swapped).Valid() {
			t.Errorf("organizer id %q is valid", swapped)
		}
	}
}

func TestToken(t *testing.T) {
	secret := movement.Secret{Link: "link", Code: "12345678"}
	token := movement.NewToken(secret, movement.SignInToken, older, noon)
	want := movement.Token{Hash: movement.HashToken("link"), Purpose: movement.SignInToken, CodeMAC: token.CodeMAC, Expires: noon.Add(10 * time.Minute)}
	if diff := cmp.Diff(want, token); diff != "" {
		t.Errorf("token (-want +got):\n%s", diff)
	}
	if end := movement.NewToken(secret, movement.ConfirmToken, older, noon).Expires; !end.Equal(noon.Add(7 * 24 * time.Hour)) {
		t.Errorf("a confirmation can be used until %s", end)
	}
	if strings.Contains(fmt.Sprintf("%+v", token), "12345678") {
		t.Error("the token tells its code")
	}
	another := movement.NewToken(movement.Secret{Link: "other", Code: "12345678"}, movement.SignInToken, older, noon)
	if another.CodeMAC == token.CodeMAC {
		t.Error("the same code of two tokens looks the same")
	}
	matches := map[string]bool{
		"same":                token.MatchesCode(older, "12345678"),
		"after a rotation":    token.MatchesCode(newer, "12345678"),
		"not after two":       !token.MatchesCode(newest, "12345678"),
		"not another code":    !token.MatchesCode(older, "12345679"),
		"not no code":         !token.MatchesCode(older, ""),
		"not of no token":     !movement.Token{}.MatchesCode(older, ""),
		"not another token's": !movement.Token{Hash: another.Hash, CodeMAC: token.CodeMAC}.MatchesCode(older, "12345678"),
	}
	for name, ok := range matches {
		if !ok {
			t.Errorf("code: %s does not hold", name)
		}
	}
}
