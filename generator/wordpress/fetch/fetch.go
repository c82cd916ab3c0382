// Package fetch brings files of another site into a folder, once.
//
//	f := fetch.Files{Folder: root, Ledger: "fr/.wordpress/media.jsonl", Agent: "Maillage"}
//	faults, err := f.Get(ctx, []fetch.Wanted{{URL: "https://…/photo.jpg", Path: "fr/media/wp-content/uploads/photo.jpg"}})
//	faults["https://…/photo.jpg"]   // why it is missing: gone, kind, large…
//
// A file is written beside and renamed when it is whole and is what its name says:
// an error page saved as .jpg is none. What was cut off goes on where it ended, if
// the server still has the same file. A ledger remembers what came, so that a second
// run asks for nothing. Four files at a time; a server that is busy is asked again
// after the wait it asks for; one that cannot be reached is asked three times and
// then left alone.
//
// Addresses come from foreign texts: connections go to public addresses only (package
// external), names of files stay within the folder, and there are limits to the size
// of a file and of all.
package fetch

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"maillage/generator/picture"
	"maillage/generator/site/external"
)

// Limits of size, in bytes.
const (
	MaxFile = 200 << 20
	MaxAll  = 20 << 30
)

const (
	parallel = 4
	attempts = 3
	longest  = time.Minute     // that a server may ask to wait
	perFile  = 5 * time.Minute // for one attempt
)

// Wanted is a file and where it goes.
type Wanted struct {
	URL  string
	Path string // below Folder
}

// Fault says why a file did not come.
type Fault string

// The faults.
const (
	Gone        Fault = "gone"        // the server has no such file
	Unreachable Fault = "unreachable" // no such host, no answer, a broken certificate
	Refused     Fault = "refused"     // not an address of the public internet, or not http
	Kind        Fault = "kind"        // it is not what its name says, or of a kind that is not published
	Large       Fault = "large"
	Cut         Fault = "cut" // the answer ended too early, every time
)

// Files fetches files.
type Files struct {
	Folder *os.Root
	Ledger string // file below Folder
	Agent  string // User-Agent, which should tell where to complain

	Trust func(netip.AddrPort) bool                  // lets tests talk to this machine
	Sleep func(ctx context.Context, d time.Duration) // nil waits
	Tell  func(done, total int)                      // progress

	mu    sync.Mutex
	known map[string]record
	lost  map[string]int // hosts that were not reached, and how often
	sum   int64
	log   *os.File
}

// record is a line of the ledger.
type record struct {
	URL  string `json:"url"`
	Path string `json:"path"`
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
	ETag string `json:"etag,omitempty"`
}

// Get fetches what is not there yet, and returns what is missing, by address.
func (f *Files) Get(ctx context.Context, wanted []Wanted) (map[string]Fault, error) {
	if err := f.open(); err != nil {
		return nil, err
	}
	defer f.log.Close()
	client := external.Client(f.Trust)
	client.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if len(via) > 5 || r.URL.Scheme != "https" && r.URL.Scheme != "http" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	defer client.CloseIdleConnections()
	faults := map[string]Fault{}
	work := make(chan Wanted)
	var workers sync.WaitGroup
	var failed error
	done := 0
	for range parallel {
		workers.Go(func() {
			for w := range work {
				fault, err := f.one(ctx, client, w)
				f.mu.Lock()
				if fault != "" {
					faults[w.URL] = fault
				}
				failed = errors.Join(failed, err)
				done++
				if f.Tell != nil {
					f.Tell(done, len(wanted))
				}
				f.mu.Unlock()
			}
		})
	}
	for _, w := range wanted {
		if ctx.Err() != nil {
			break
		}
		work <- w
	}
	close(work)
	workers.Wait()
	return faults, errors.Join(failed, ctx.Err())
}

// open reads the ledger and goes on with it.
func (f *Files) open() error {
	f.known, f.lost, f.sum = map[string]record{}, map[string]int{}, 0
	data, err := f.Folder.ReadFile(f.Ledger)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", f.Ledger, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		var r record
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.URL != "" {
			f.known[r.URL] = r
		}
	}
	if err := f.Folder.MkdirAll(path.Dir(f.Ledger), 0o755); err != nil {
		return err
	}
	f.log, err = f.Folder.OpenFile(f.Ledger, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	return err
}

// Allowed says whether a file may lie at a path: within the folder, on every system,
// and of a kind that is published.
func Allowed(name string) bool {
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") {
		return false
	}
	for segment := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(segment, ".") && segment != ".wordpress" || strings.HasSuffix(segment, ".") || reservedName(segment) {
			return false
		}
	}
	return kinds[strings.ToLower(path.Ext(name))] != ""
}

func reservedName(segment string) bool {
	name, _, _ := strings.Cut(strings.ToLower(segment), ".")
	switch name {
	case "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3":
		return true
	}
	return false
}

// kinds are the endings that are fetched, and how their bytes are told by
// http.DetectContentType; "" in a list is anything but a page.
var kinds = map[string]string{".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".avif": "any",
	".svg": "svg", ".pdf": "application/pdf", ".mp3": "any", ".m4a": "any", ".ogg": "any", ".oga": "any", ".wav": "any", ".flac": "any", ".mp4": "any", ".m4v": "any",
	".webm": "any", ".ogv": "any", ".mov": "any", ".zip": "any", ".doc": "any", ".docx": "any", ".xls": "any", ".xlsx": "any", ".ppt": "any", ".pptx": "any",
	".odt": "any", ".ods": "any", ".odp": "any", ".txt": "any", ".csv": "any", ".rtf": "any", ".ics": "any", ".epub": "any", ".gpx": "any", ".vtt": "any"}

// one fetches a file, several times if needed.
func (f *Files) one(ctx context.Context, client *http.Client, w Wanted) (Fault, error) {
	if !Allowed(w.Path) {
		return Kind, nil
	}
	if r, ok := f.recorded(w); ok {
		if info, err := f.Folder.Stat(r.Path); err == nil && info.Size() == r.Size {
			return "", nil
		}
	}
	u, err := url.Parse(w.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return Refused, nil
	}
	fault := Unreachable
	for attempt := range attempts {
		if f.hopeless(u.Host) || ctx.Err() != nil {
			return fault, ctx.Err()
		}
		var again time.Duration
		fault, again, err = f.attempt(ctx, client, w)
		if err != nil || fault == "" || again < 0 {
			return fault, err
		}
		if fault == Unreachable {
			f.miss(u.Host)
		}
		f.wait(ctx, max(again, time.Duration(1<<attempt)*500*time.Millisecond))
	}
	return fault, nil
}

func (f *Files) recorded(w Wanted) (record, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.known[w.URL]
	return r, ok && r.Path == w.Path
}

// hopeless says whether a host was not reached often enough to give up on it.
func (f *Files) hopeless(host string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lost[host] >= attempts
}

func (f *Files) miss(host string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lost[host]++
}

func (f *Files) wait(ctx context.Context, d time.Duration) {
	if f.Sleep != nil {
		f.Sleep(ctx, d)
		return
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// attempt asks once. again is the wait before another attempt, negative where none
// would help.
func (f *Files) attempt(ctx context.Context, client *http.Client, w Wanted) (fault Fault, again time.Duration, err error) {
	ctx, stop := context.WithTimeout(ctx, perFile)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.URL, nil)
	if err != nil {
		return Refused, -1, nil
	}
	request.Header.Set("User-Agent", f.Agent)
	part := path.Join(path.Dir(w.Path), "."+path.Base(w.Path)+".part")
	begun, etag := f.begun(part)
	if begun > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", begun))
		request.Header.Set("If-Range", etag)
	}
	response, err := client.Do(request)
	if err != nil {
		if external.IsRefused(err) {
			return Refused, -1, nil
		}
		return Unreachable, 0, nil
	}
	defer response.Body.Close()
	switch status := response.StatusCode; {
	case status == http.StatusPartialContent && begun > 0:
	case status == http.StatusOK:
		begun = 0
	case status == http.StatusTooManyRequests || status >= 500:
		return Unreachable, min(external.RetryAfter(response.Header), longest), nil
	default:
		return Gone, -1, nil
	}
	if begun+response.ContentLength > MaxFile {
		return Large, -1, nil
	}
	return f.save(response, w, part, begun)
}

// begun is how much of a file came before, and what the server called that file.
func (f *Files) begun(part string) (int64, string) {
	etag, err := f.Folder.ReadFile(part + ".etag")
	if err != nil || len(etag) == 0 {
		return 0, ""
	}
	info, err := f.Folder.Stat(part)
	if err != nil {
		return 0, ""
	}
	return info.Size(), string(etag)
}

// save writes what a server sends, and gives it its name when it is whole.
func (f *Files) save(response *http.Response, w Wanted, part string, begun int64) (Fault, time.Duration, error) {
	if err := f.Folder.MkdirAll(path.Dir(part), 0o755); err != nil {
		return "", 0, fmt.Errorf("write %s: %w", w.Path, err)
	}
	etag := response.Header.Get("ETag")
	if !strings.HasPrefix(etag, `"`) {
		etag = "" // a weak one names no bytes
	}
	if err := f.Folder.WriteFile(part+".etag", []byte(etag), 0o644); err != nil {
		return "", 0, err
	}
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if begun > 0 {
		flags = os.O_WRONLY | os.O_APPEND
	}
	out, err := f.Folder.OpenFile(part, flags, 0o644)
	if err != nil {
		return "", 0, err
	}
	n, err := io.Copy(out, io.LimitReader(response.Body, MaxFile-begun+1))
	if closed := out.Close(); closed != nil {
		return "", 0, closed
	}
	switch {
	case begun+n > MaxFile:
		f.forget(part)
		return Large, -1, nil
	case err != nil:
		if etag == "" {
			f.forget(part)
		}
		return Cut, 0, nil
	}
	return f.accept(w, part, etag)
}

// accept looks at a whole file.
func (f *Files) accept(w Wanted, part, etag string) (Fault, time.Duration, error) {
	defer f.forget(part)
	data, err := f.Folder.ReadFile(part)
	if err != nil {
		return "", 0, err
	}
	if !fits(w.Path, data) {
		return Kind, -1, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sum += int64(len(data)); f.sum > MaxAll {
		return Large, -1, nil
	}
	if err := f.Folder.Rename(part, w.Path); err != nil {
		return "", 0, fmt.Errorf("write %s: %w", w.Path, err)
	}
	sum := sha256.Sum256(data)
	r := record{w.URL, w.Path, int64(len(data)), hex.EncodeToString(sum[:]), etag}
	f.known[w.URL] = r
	line, err := json.Marshal(r)
	if err != nil {
		return "", 0, err
	}
	_, err = f.log.Write(append(line, '\n'))
	return "", 0, err
}

// forget takes away what is left of an attempt.
func (f *Files) forget(part string) {
	_ = f.Folder.Remove(part)           // it may be gone
	_ = f.Folder.Remove(part + ".etag") // likewise
}

// fits says whether bytes are what a name says.
func fits(name string, data []byte) bool {
	kind := http.DetectContentType(data)
	if len(data) == 0 || strings.HasPrefix(kind, "text/html") {
		return false
	}
	switch want := kinds[strings.ToLower(path.Ext(name))]; want {
	case "any":
		return true
	case "svg":
		_, err := picture.Clean(data)
		return err == nil
	default:
		return kind == want || strings.HasPrefix(want, "image/") && strings.HasPrefix(kind, "image/")
	}
}
