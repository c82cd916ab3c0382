package table

import (
	"bytes"
	"errors"
	"math"
	"testing"
	"time"
)

func TestToken(t *testing.T) {
	now := time.Date(2031, 5, 1, 12, 0, 0, 999, time.UTC)
	token, err := NewToken(now, bytes.NewReader(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	if at, err := token.At(); err != nil || at != now.Unix() {
		t.Errorf("at %d, error %v, want %d", at, err, now.Unix())
	}
	// DynamoDB takes 36 bytes.
	if len(token) > 36 {
		t.Errorf("token %q has %d bytes", token, len(token))
	}
	if _, err := NewToken(now, bytes.NewReader(nil)); err == nil {
		t.Error("token drawn from nothing")
	}
	for _, bad := range []Token{"", "x", "12", "-", "x-y"} {
		if at, err := bad.At(); err == nil {
			t.Errorf("token %q is at %d", bad, at)
		}
	}
}

func TestBoundsHolds(t *testing.T) {
	five := int64(5)
	tests := []struct {
		name   string
		bounds Bounds
		n      int64
		limit  *int64
		want   bool
	}{
		{"zero", Bounds{}, 0, nil, true},
		{"above", Bounds{Max: 4}, 5, nil, false},
		{"below", Bounds{Min: 1, Max: 4}, 0, nil, false},
		{"bounds included", Bounds{Min: 4, Max: 4}, 4, nil, true},
		{"cap unused", Bounds{Max: 9}, 9, &five, true},
		{"own", Bounds{Own: true}, 5, &five, true},
		{"own above", Bounds{Own: true, Max: 9}, 6, &five, false},
		{"own below", Bounds{Own: true, Min: 1}, 0, &five, false},
		{"own of none", Bounds{Own: true, Max: 9}, 0, nil, false},
		{"widest", Bounds{Min: math.MinInt64, Max: math.MaxInt64}, math.MinInt64, nil, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.bounds.Holds(test.n, test.limit); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestDistinct(t *testing.T) {
	a, b := Key{"p", "a"}, Key{"p", "b"}
	got, err := Distinct([]Key{b, a, b, a})
	if err != nil || len(got) != 2 || got[0] != b || got[1] != a {
		t.Errorf("keys %v, error %v, want %v", got, err, []Key{b, a})
	}
	if _, err := Distinct([]Key{a, {}}); !errors.Is(err, ErrInvalid) {
		t.Errorf("error %v, want ErrInvalid", err)
	}
}
