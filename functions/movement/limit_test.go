package movement_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

func TestLimitLeft(t *testing.T) {
	start := time.Unix(noon.Unix()/600*600, 0)
	limit := movement.Limit{Max: 10, Per: 10 * time.Minute}
	sharded := movement.Limit{Max: 160, Per: 10 * time.Minute, Shards: 16}
	tests := []struct {
		name     string
		limit    movement.Limit
		previous int64
		after    time.Duration
		want     int64
	}{
		{"nothing before", limit, 0, 0, 10},
		{"full before, at the turn", limit, 10, 0, 0},
		{"full before, half way", limit, 10, 5 * time.Minute, 5},
		{"full before, at the end", limit, 10, 10*time.Minute - time.Second, 10},
		{"its share of shards", sharded, 0, 0, 10},
		{"a shard's own past", sharded, 10, 5 * time.Minute, 5},
		{"never less than one a shard", movement.Limit{Max: 3, Per: time.Minute, Shards: 16}, 0, 0, 1},
		{"a tenth", limit.Stricter("x"), 0, 0, 1},
		{"a tenth of little", movement.Limit{Max: 3, Per: time.Minute}.Stricter("x"), 0, 0, 1},
		{"a tenth of shards", sharded.Stricter("x"), 0, 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.limit.Left(test.previous, start.Add(test.after)); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// TestLimitAgainstModel sends at random moments and weighs the past one second
// at a time, as if the previous window's sendings had come evenly.
func TestLimitAgainstModel(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		l := movement.Limit{Max: 1 + r.Int64N(50), Per: time.Duration(1+r.IntN(90)) * time.Second}
		at := noon.Add(time.Duration(r.Int64N(int64(time.Hour))))
		previous := r.Int64N(2 * l.Max)
		per, start := int64(l.Per/time.Second), l.Window(at)
		if start > at.Unix() || start+per <= at.Unix() || start%per != 0 {
			t.Fatalf("%s is not in the window of %d s from %d", at, per, start)
		}
		covered := int64(0)
		for second := start - per; second < start; second++ {
			if second >= at.Unix()-per {
				covered++
			}
		}
		if got, want := l.Left(previous, at), l.Max-previous*covered/per; got != want {
			t.Fatalf("limit %+v after %d at %d: left %d, want %d", l, previous, at.Unix(), got, want)
		}
	}
}

func TestMailCapAgainstModel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	caps := []movement.MailCap{movement.UnconfirmedCap(), movement.SignInCaps("a")[0], movement.SignInCaps("a")[1],
		{Rules: []movement.CapRule{{Max: 2, Per: time.Minute}, {Max: 3, Per: 2 * time.Minute}}}}
	for _, c := range caps {
		var all, history []int64 // every mail that went, and what the cap remembers
		at := noon
		for range 4000 {
			at = at.Add(time.Duration(r.Int64N(int64(c.Rules[r.IntN(len(c.Rules))].Per) / 2)).Truncate(time.Second))
			want := true
			for _, rule := range c.Rules {
				sent := slices.DeleteFunc(slices.Clone(all), func(s int64) bool { return at.Unix()-s >= int64(rule.Per/time.Second) })
				want = want && len(sent) < rule.Max
			}
			next, ok := c.Allows(history, at)
			if ok != want {
				t.Fatalf("%s at %s after %v: %t, want %t", c.Name, at, history, ok, want)
			}
			if ok {
				all, history = append(all, at.Unix()), next
			}
			if most := c.Rules[len(c.Rules)-1].Max; len(history) > most {
				t.Fatalf("%s remembers %d mails, want at most %d", c.Name, len(history), most)
			}
		}
	}
}

func TestStricterCountsApart(t *testing.T) {
	l := movement.Limit{Name: "join.all", Key: "k", Max: 100, Per: time.Hour, Shards: 16}
	want := movement.Limit{Name: "join.all.unproven", Key: "k", Max: 10, Per: time.Hour, Shards: 16}
	if diff := cmp.Diff(want, l.Stricter("unproven")); diff != "" {
		t.Errorf("stricter (-want +got):\n%s", diff)
	}
}

func TestMailCapSpans(t *testing.T) {
	if got := movement.UnconfirmedCap().Span(); got != 30*24*time.Hour {
		t.Errorf("unconfirmed addresses are remembered for %s", got)
	}
	unconfirmed := movement.UnconfirmedCap()
	var history []int64
	var went []time.Duration
	for after := time.Duration(0); after < 40*24*time.Hour; after += 5 * time.Minute {
		if next, ok := unconfirmed.Allows(history, noon.Add(after)); ok {
			history, went = next, append(went, after)
		}
	}
	day := 24 * time.Hour
	want := []time.Duration{0, 10 * time.Minute, 20 * time.Minute, day, day + 10*time.Minute,
		30 * day, 30*day + 10*time.Minute, 30*day + 20*time.Minute, 31 * day, 31*day + 10*time.Minute}
	if diff := cmp.Diff(want, went); diff != "" {
		t.Errorf("somebody asking every five minutes for 40 days gets mails at (-want +got):\n%s", diff)
	}
}

func TestMailRetry(t *testing.T) {
	want := []time.Duration{1, 2, 4, 8, 10, 10, 10}
	for i, minutes := range want {
		if got := (movement.Mail{Attempts: i + 1}).Retry(noon).Sub(noon); got != minutes*time.Minute {
			t.Errorf("after try %d: %s, want %d min", i+1, got, minutes)
		}
	}
	for _, attempts := range []int{0, 10, 28, 64, 1 << 40} {
		if got := (movement.Mail{Attempts: attempts}).Retry(noon).Sub(noon); got < time.Minute || got > 10*time.Minute {
			t.Errorf("after try %d: %s", attempts, got)
		}
	}
}
