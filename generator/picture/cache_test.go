package picture

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// entries lists the files of a cache.
func entries(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestOnce(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		cache := open(t, dir)
		var built atomic.Int32
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				files, err := cache.once("00key", func() ([]File, error) {
					built.Add(1)
					time.Sleep(10 * time.Millisecond)
					return []File{{Type: "image/png", Data: []byte("x")}}, nil
				})
				if err != nil || len(files) != 1 || string(files[0].Data) != "x" {
					t.Errorf("%v, %v", files, err)
				}
			})
		}
		if group.Wait(); built.Load() != 1 {
			t.Errorf("with directory %q built %d times, want once", dir, built.Load())
		}
	}
}

func TestOnceAfterFailure(t *testing.T) {
	cache := open(t, "")
	failed := errors.New("failed")
	if _, err := cache.once("00key", func() ([]File, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("%v, want %v", err, failed)
	}
	if _, err := cache.once("00key", func() ([]File, error) { return nil, nil }); err != nil {
		t.Errorf("a failure was kept: %v", err)
	}
}

func TestDisk(t *testing.T) {
	dir := t.TempDir()
	photo := toJPEG(t, photograph(500, 60))
	first, err := open(t, dir).Variants(photo, "a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	paths := entries(t, dir)
	if len(paths) != 1 {
		t.Fatalf("entries %v, want one", paths)
	}
	entry, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), entry...)
	damaged[len(damaged)/2] ^= 1
	for name, content := range map[string][]byte{"whole": entry, "damaged": damaged, "cut": entry[:90], "empty": {}} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(paths[0], content, 0o644); err != nil {
				t.Fatal(err)
			}
			again, err := open(t, dir).Variants(photo, "a.jpg")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, again); diff != "" {
				t.Errorf("(-first +again):\n%s", diff)
			}
			if now, _ := os.ReadFile(paths[0]); string(now) != string(entry) || len(entries(t, dir)) != 1 {
				t.Error("the entry was not repaired")
			}
		})
	}
}

func TestSameUnderAnotherName(t *testing.T) {
	dir := t.TempDir()
	cache := open(t, dir)
	for _, name := range []string{"a.gif", "b.GIF"} {
		if _, err := cache.Variants(toGIF(t, 9, 9), name); err != nil {
			t.Fatal(err)
		}
	}
	if paths := entries(t, dir); len(paths) != 1 {
		t.Errorf("entries %v, want one", paths)
	}
}

func TestVariantsOf(t *testing.T) {
	dir := t.TempDir()
	date := time.Now().Add(-time.Hour)
	same := func(data []byte) []byte { return append(data, make([]byte, 4096-len(data))...) }
	first := fstest.MapFS{"media/a.gif": {Data: same(toGIF(t, 9, 9))}}
	other := fstest.MapFS{"media/a.gif": {Data: same(toGIF(t, 8, 8))}}
	want := []string{"9x9, =gif 9x9", "9x9, =gif 9x9", "8x8, =gif 8x8", "9x9, =gif 9x9", "8x8, =gif 8x8"}
	var got []string
	for _, of := range []struct {
		files fstest.MapFS
		date  time.Time
	}{{first, date}, {other, date}, {other, date.Add(1)}, {first, time.Time{}}, {other, time.Now()}} {
		of.files["media/a.gif"].ModTime = of.date
		p, err := open(t, dir).VariantsOf(of.files, "media/a.gif")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, list(p))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := open(t, dir).VariantsOf(first, "b.gif"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	old, used := toGIF(t, 9, 9), toGIF(t, 8, 8)
	long := time.Now().Add(-100 * 24 * time.Hour)
	cache := open(t, dir)
	for _, data := range [][]byte{old, used} {
		if _, err := cache.Variants(data, "a.gif"); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range entries(t, dir) {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := cache.Variants(used, "a.gif"); err != nil {
		t.Fatal(err)
	}
	if err := cache.Prune(time.Now().Add(-90 * 24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if paths := entries(t, dir); len(paths) != 1 {
		t.Errorf("entries %v, want the one that is used", paths)
	}
	if err := open(t, "").Prune(time.Now()); err != nil {
		t.Error(err)
	}
}

func TestOpenFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); err == nil {
		t.Error("a file was opened as a cache")
	}
}

// TestAdmit proves that two pictures are decoded at a time, and a large one
// alone.
func TestAdmit(t *testing.T) {
	cache := open(t, "")
	var inside, most atomic.Int32
	var group sync.WaitGroup
	for n := range 24 {
		size := Size{1000, 1000}
		if n%4 == 0 {
			size = Size{10000, 5000}
		}
		group.Go(func() {
			defer cache.admit(size)()
			now := inside.Add(1)
			if most.Store(max(most.Load(), now)); now > 2 || size.Width == 10000 && now > 1 {
				t.Errorf("%d at a time, of %v", now, size)
			}
			time.Sleep(time.Millisecond)
			inside.Add(-1)
		})
	}
	group.Wait()
}
