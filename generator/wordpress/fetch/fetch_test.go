package fetch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/wordpress/fetch"
)

// photo is a small picture.
var photo = func() []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		panic(err)
	}
	return out.Bytes()
}()

// fetcher fetches from this machine into an empty folder, without waiting.
func fetcher(t *testing.T, folder string) *fetch.Files {
	t.Helper()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return &fetch.Files{Folder: root, Ledger: "fr/.wordpress/media.jsonl", Agent: "test", Sleep: func(context.Context, time.Duration) {},
		Trust: func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }}
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestGet(t *testing.T) {
	busy := atomic.Int32{}
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/photo.png", "/autre.jpg":
			w.Write(photo)
		case "/page.png":
			fmt.Fprint(w, "<!DOCTYPE html><title>Erreur</title>")
		case "/dessin.svg":
			fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1"/></svg>`)
		case "/loin.png":
			http.Redirect(w, r, "/photo.png", http.StatusFound)
		case "/metadata.png":
			http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
		case "/boucle.png":
			http.Redirect(w, r, "/boucle.png", http.StatusFound)
		case "/occupe.png":
			if busy.Add(1) < 3 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			w.Write(photo)
		case "/coupe.png":
			w.Header().Set("Content-Length", "100000")
			w.Write(photo)
		default:
			http.NotFound(w, r)
		}
	})
	wanted := map[string]string{ // by name, the fault
		"/photo.png": "", "/autre.jpg": "", "/page.png": "kind", "/dessin.svg": "", "/loin.png": "", "/metadata.png": "refused", "/boucle.png": "gone",
		"/occupe.png": "", "/coupe.png": "cut", "/rien.png": "gone",
	}
	var ask []fetch.Wanted
	want := map[string]fetch.Fault{}
	for name, fault := range wanted {
		ask = append(ask, fetch.Wanted{URL: site + name, Path: "fr/media" + name})
		if fault != "" {
			want[site+name] = fetch.Fault(fault)
		}
	}
	folder := t.TempDir()
	got, err := fetcher(t, folder).Get(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if data, err := os.ReadFile(filepath.Join(folder, "fr/media/loin.png")); err != nil || !bytes.Equal(data, photo) {
		t.Errorf("what a redirection leads to did not come: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(folder, "fr/media/.*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// A second run asks for nothing, and a file that somebody took away comes again.
func TestAgain(t *testing.T) {
	asked := atomic.Int32{}
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Write(photo)
	})
	folder := t.TempDir()
	ask := []fetch.Wanted{{URL: site + "/a.png", Path: "fr/media/a.png"}, {URL: site + "/b.png", Path: "fr/media/b.png"}}
	for range 2 {
		if faults, err := fetcher(t, folder).Get(t.Context(), ask); err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times, want 2", n)
	}
	if err := os.Remove(filepath.Join(folder, "fr/media/a.png")); err != nil {
		t.Fatal(err)
	}
	if _, err := fetcher(t, folder).Get(t.Context(), ask); err != nil || asked.Load() != 3 {
		t.Errorf("asked %d times, want 3; %v", asked.Load(), err)
	}
}

// What was cut off goes on where it ended, but only of the same file.
func TestResume(t *testing.T) {
	ranges, etag := []string{}, `"un"`
	body := append(bytes.Clone(photo), make([]byte, 3000)...)
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		w.Header().Set("ETag", etag)
		if len(ranges) == 1 {
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
			w.Write(body[:1000])
			return
		}
		http.ServeContent(w, r, "a.png", time.Time{}, bytes.NewReader(body))
	})
	folder := t.TempDir()
	faults, err := fetcher(t, folder).Get(t.Context(), []fetch.Wanted{{URL: site + "/a.png", Path: "fr/media/a.png"}})
	data, _ := os.ReadFile(filepath.Join(folder, "fr/media/a.png"))
	if err != nil || len(faults) > 0 || !bytes.Equal(data, body) {
		t.Fatalf("%v %v, %d bytes of %d", faults, err, len(data), len(body))
	}
	if diff := cmp.Diff([]string{"", "bytes=1000-"}, ranges); diff != "" {
		t.Errorf("ranges (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	f := fetcher(t, t.TempDir())
	f.Trust = nil
	var ask []fetch.Wanted
	for i, address := range []string{"http://127.0.0.1/a.png", "http://[::ffff:127.0.0.1]/a.png", "http://localhost/a.png", "http://10.0.0.1/a.png",
		"http://169.254.169.254/a.png", "http://[64:ff9b::7f00:1]/a.png", "file:///etc/passwd", "ftp://example.org/a.png", "http://user@example.org/a.png"} {
		ask = append(ask, fetch.Wanted{URL: address, Path: fmt.Sprintf("fr/media/%d.png", i)})
	}
	faults, err := f.Get(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ask {
		if faults[w.URL] != fetch.Refused {
			t.Errorf("%s: %q", w.URL, faults[w.URL])
		}
	}
}

// A host that is not there is asked three times, however many files it should have.
func TestHopeless(t *testing.T) {
	f := fetcher(t, t.TempDir())
	waits := atomic.Int32{}
	f.Sleep = func(context.Context, time.Duration) { waits.Add(1) }
	var ask []fetch.Wanted
	for i := range 40 {
		ask = append(ask, fetch.Wanted{URL: fmt.Sprintf("http://127.0.0.1:1/%d.png", i), Path: fmt.Sprintf("fr/media/%d.png", i)})
	}
	faults, err := f.Get(t.Context(), ask)
	if err != nil || len(faults) != 40 || waits.Load() > 10 {
		t.Errorf("%d faults, %d waits, %v", len(faults), waits.Load(), err)
	}
}

func TestAllowed(t *testing.T) {
	for name, want := range map[string]bool{
		"fr/media/wp-content/uploads/2020/01/photo.jpg": true, "fr/media/été.PNG": true, "../a.png": false, "/a.png": false, "a/../b.png": false,
		`a\b.png`: false, "a:b.png": false, "a\x00.png": false, "fr/media/con.png": false, "fr/media/.htaccess": false, "a/.b/c.png": false, "a.html": false,
		"a.php": false, "a.js": false, "a": false, "": false, "a.png.": false,
	} {
		if got := fetch.Allowed(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// The ledger has a line for each file, by which others can check them.
func TestLedger(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(photo) })
	folder := t.TempDir()
	if _, err := fetcher(t, folder).Get(t.Context(), []fetch.Wanted{{URL: site + "/a.png", Path: "fr/media/a.png"}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "fr/.wordpress/media.jsonl"))
	var line struct {
		Path, SHA256 string
		Size         int
	}
	if err != nil || json.Unmarshal(data, &line) != nil || line.Path != "fr/media/a.png" || line.Size != len(photo) || len(line.SHA256) != 64 ||
		strings.Count(string(data), "\n") != 1 {
		t.Errorf("%s %v", data, err)
	}
}
