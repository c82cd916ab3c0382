package sqlite_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"maillage/functions/table"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

func open(t testing.TB, path string, now func() time.Time) *sqlite.Table {
	t.Helper()
	opened, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return opened
}

func TestTable(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table {
		return open(t, filepath.Join(t.TempDir(), "table.db"), clock.Now)
	})
}

func BenchmarkTable(b *testing.B) {
	tabletest.Bench(b, func(b *testing.B, clock *tabletest.Clock) table.Table {
		return open(b, filepath.Join(b.TempDir(), "table.db"), clock.Now)
	})
}

func TestSweep(t *testing.T) {
	clock := tabletest.NewClock()
	opened := open(t, sqlite.Memory, clock.Now)
	write := func(ops ...table.Op) {
		t.Helper()
		token, err := table.NewToken(clock.Now(), rand.Reader)
		if err == nil {
			err = opened.Write(t.Context(), token, ops...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for n := range 5 {
		var ops []table.Op
		for k := range table.MaxOps {
			i := item("p", fmt.Sprintf("%d-%d", n, k))
			i.TTL = clock.Now().Unix() + int64(n)
			if n == 4 {
				i.TTL = 0
			}
			ops = append(ops, table.Put(i, table.Absent))
		}
		write(ops...)
	}
	steps := []struct {
		advance time.Duration
		swept   int
	}{
		{time.Second, 0},
		{table.TokenLife - 2*time.Second, 0},
		{time.Second, 100},
		{2 * time.Second, 200},
		{0, 0},
		{1000 * time.Hour, 100},
	}
	for n, step := range steps {
		clock.Advance(step.advance)
		if swept, err := opened.Sweep(t.Context()); swept != step.swept || err != nil {
			t.Errorf("step %d: swept %d, error %v, want %d", n, swept, err, step.swept)
		}
	}
	if left := keys(t, opened, "p"); len(left) != 100 {
		t.Errorf("%d items left, want 100", len(left))
	}
}

// TestTokenForgotten has a token's life end: the write is then judged anew.
func TestTokenForgotten(t *testing.T) {
	clock := tabletest.NewClock()
	opened := open(t, sqlite.Memory, clock.Now)
	token, err := table.NewToken(clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []bool{true, true, false} {
		err := opened.Write(t.Context(), token, table.Put(item("p", "s"), table.Absent))
		var failed *table.ConditionError
		if got := err == nil; got != want || (err != nil && !errors.As(err, &failed)) {
			t.Errorf("write %d: error %v, want success %t", n, err, want)
		}
		clock.Advance(table.TokenLife - time.Second)
		if n == 1 {
			clock.Advance(time.Minute)
		}
	}
}

// TestAbandoned gives up before the write begins: it must not happen later.
func TestAbandoned(t *testing.T) {
	clock := tabletest.NewClock()
	opened := open(t, sqlite.Memory, clock.Now)
	token, err := table.NewToken(clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := opened.Write(ctx, token, table.Put(item("p", "s"), table.Absent)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if _, err := opened.Get(t.Context(), item("p", "s").Key); !errors.Is(err, table.ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
}
