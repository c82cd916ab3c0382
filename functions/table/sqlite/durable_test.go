package sqlite_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"maillage/functions/table"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

// childPath, in the environment, makes TestMain the program to be killed.
const childPath = "MAILLAGE_SQLITE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		fmt.Fprintln(os.Stderr, writeForEver(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForEver makes writes of two items from several goroutines and prints a
// line for each that was answered.
func writeForEver(path string) error {
	ctx := context.Background()
	t, err := sqlite.Open(ctx, sqlite.Config{Path: path, Now: time.Now})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	var print sync.Mutex
	for g := range 8 {
		wg.Go(func() {
			for n := 0; err == nil; n++ {
				token, _ := table.NewToken(time.Now(), rand.Reader)
				sk := fmt.Sprintf("%d-%d", g, n)
				if t.Write(ctx, token, table.Put(item("a", sk), table.Absent), table.Put(item("b", sk), table.Absent)) == nil {
					print.Lock()
					fmt.Println(sk)
					print.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return err
}

func item(pk, sk string) table.Item {
	return table.Item{Key: table.Key{PK: pk, SK: sk}, Data: []byte("1")}
}

// TestKill kills a program in the middle of its writes, three times: every
// answered one is there, and none is there by half.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.db")
	for round := range 3 {
		dir := fmt.Sprintf("%s-%d", path, round)
		answered := killed(t, dir, 150+50*round)
		opened := open(t, dir, time.Now)
		a, b := keys(t, opened, "a"), keys(t, opened, "b")
		for sk := range a {
			if !b[sk] {
				t.Errorf("round %d: %s is there by half", round, sk)
			}
		}
		for _, sk := range answered {
			if !a[sk] || !b[sk] {
				t.Errorf("round %d: %s was answered and is lost", round, sk)
			}
		}
		if len(a) != len(b) || len(answered) == 0 {
			t.Errorf("round %d: %d and %d items, %d answered", round, len(a), len(b), len(answered))
		}
	}
}

func killed(t *testing.T, path string, after int) (answered []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childPath+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		answered = append(answered, lines.Text())
		if len(answered) == after {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // killed, as asked
	return answered
}

func keys(t *testing.T, from table.Table, pk string) map[string]bool {
	t.Helper()
	found, q := map[string]bool{}, table.Query{PK: pk, Limit: table.MaxLimit}
	for {
		page, err := from.Query(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Items {
			found[i.SK] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return found
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c#d%20.db")
	clock := tabletest.NewClock()
	token, err := table.NewToken(clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		opened, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Now: clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.Write(t.Context(), token, table.Put(item("p", "s"), table.Absent)); err != nil {
			t.Errorf("write: %v", err)
		}
		if err := opened.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := opened.Write(t.Context(), token, table.Put(item("p", "s"), table.Absent)); err == nil {
			t.Error("write after close succeeded")
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file %v, error %v, want mode 0600", info, err)
	}
}
