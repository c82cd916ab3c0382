package external

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// server answers as servers do, and notes what it was asked.
type server struct {
	mu    sync.Mutex
	asked []string
	busy  int // how often /busy still says so
	open  int
	most  int // requests at the same time
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.Path)
	s.open++
	s.most = max(s.most, s.open)
	defer func() { s.mu.Lock(); s.open--; s.mu.Unlock() }()
	busy := s.busy
	if r.URL.Path == "/busy" {
		s.busy--
	}
	s.mu.Unlock()
	switch r.URL.Path {
	case "/ok":
		if r.UserAgent() != "test" {
			http.Error(w, "who are you?", http.StatusBadRequest)
		}
	case "/get-only":
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	case "/moved":
		http.Redirect(w, r, "/ok", http.StatusMovedPermanently)
	case "/away":
		http.Redirect(w, r, "/ok", http.StatusFound)
	case "/circle":
		http.Redirect(w, r, "/circle", http.StatusFound)
	case "/inside":
		http.Redirect(w, r, "http://10.0.0.1/secret", http.StatusFound)
	case "/busy":
		if busy > 0 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	case "/later":
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		http.NotFound(w, r)
	}
}

func start(t *testing.T) (*server, string, *Checker) {
	t.Helper()
	s := &server{busy: 1}
	live := httptest.NewServer(s)
	t.Cleanup(live.Close)
	address := netip.MustParseAddrPort(live.Listener.Addr().String())
	return s, live.URL, &Checker{Agent: "test", Now: time.Now, Pause: time.Millisecond, Trust: func(to netip.AddrPort) bool { return to == address }}
}

func TestAnswers(t *testing.T) {
	s, base, checker := start(t)
	type answer struct {
		Status int
		Moved  string
		Fault  Fault
		Good   bool
	}
	want := map[string]answer{
		base + "/ok":                  {Status: 200, Good: true},
		base + "/ok#part":             {Status: 200, Good: true},
		base + "/get-only":            {Status: 200, Good: true},
		base + "/moved":               {Status: 200, Moved: base + "/ok", Good: true},
		base + "/away":                {Status: 200, Good: true},
		base + "/circle":              {Fault: Circle},
		base + "/inside":              {Status: 302, Fault: Refused},
		base + "/busy":                {Status: 200, Good: true},
		base + "/later":               {Status: 503},
		base + "/none":                {Status: 404},
		"http://127.0.0.1:1/":         {Fault: Refused},
		"http://localhost/":           {Fault: Refused},
		"http://[::1]/":               {Fault: Refused},
		"http://[::ffff:192.168.0.1]": {Fault: Refused},
		"http://169.254.169.254/":     {Fault: Refused},
		"ftp://example.org/":          {Fault: Refused},
		"http://user@example.org/":    {Fault: Refused},
		"http://nowhere.invalid/":     {Fault: Unreachable},
	}
	var addresses []string
	for address := range want {
		addresses = append(addresses, address)
	}
	results, err := checker.Check(context.Background(), addresses)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]answer{}
	for address := range want {
		r := results[address]
		a := answer{r.Status, r.Moved, r.Fault, r.Good() && r.Fault == None}
		if address == base+"/inside" {
			a.Good = false
		}
		got[address] = a
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if s.most > 1 {
		t.Errorf("%d requests to a host at the same time", s.most)
	}
	asked := strings.Join(s.asked, "\n")
	if n := strings.Count(asked, "/later"); n != 2 { // HEAD and GET, once: an hour is too long to wait
		t.Errorf("/later was asked %d times", n)
	}
}

func TestRemembered(t *testing.T) {
	s, base, checker := start(t)
	checker.Cache = filepath.Join(t.TempDir(), "state/external.json")
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	checker.Now = func() time.Time { return now }
	ask := func() int {
		before := len(s.asked)
		if _, err := checker.Check(context.Background(), []string{base + "/ok", base + "/none"}); err != nil {
			t.Fatal(err)
		}
		return len(s.asked) - before
	}
	first, second := ask(), ask()
	now = now.Add(8 * 24 * time.Hour)
	if third := ask(); first != 3 || second != 2 || third != 3 { // /none is asked twice each time
		t.Errorf("asked %d, %d and %d times", first, second, third)
	}
}

func TestPause(t *testing.T) {
	_, base, checker := start(t)
	checker.Pause = 40 * time.Millisecond
	begun := time.Now()
	if _, err := checker.Check(context.Background(), []string{base + "/ok", base + "/away", base + "/moved"}); err != nil {
		t.Fatal(err)
	}
	if spent := time.Since(begun); spent < 80*time.Millisecond {
		t.Errorf("three questions to a host in %s", spent)
	}
}

func TestInterrupted(t *testing.T) {
	_, base, checker := start(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	results, err := checker.Check(ctx, []string{base + "/ok"})
	if err == nil || len(results) > 0 {
		t.Errorf("got %v, %v", results, err)
	}
}
