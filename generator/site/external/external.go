// Package external asks other sites whether the addresses that texts link to
// still answer, and is polite about it.
//
//	checker := &external.Checker{Agent: "Maillage (+https://demain.example/)", Cache: "dist/.state/external.json", Now: time.Now}
//	results, err := checker.Check(ctx, []string{"https://example.org/a"})
//	results["https://example.org/a"].Status // 404
//
// Each host is asked one address at a time, a second apart, eight hosts at once,
// ten seconds at most for an answer. HEAD is tried first, GET where a server wants
// it. What is busy (429, or 5xx) is asked once more, after the wait it asks for if
// that is short. Good answers are remembered for seven days in the file Cache; bad
// ones are asked again, for somebody may have mended them.
//
// Texts must not make a build machine talk to its own network: names are resolved
// here, an address that is private, loopback or otherwise not of the public
// internet is refused, and the connection goes to the very address that was looked
// at. That holds for every step of a redirection. Only http and https are asked,
// on their usual ports. Client makes a client with that guard for whoever fetches
// from addresses that texts hold, as the import of WordPress does.
package external

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	hosts       = 8
	between     = time.Second
	timeout     = 10 * time.Second
	longestWait = 30 * time.Second // that a Retry-After may ask for
	remembered  = 7 * 24 * time.Hour
	maxSteps    = 5 // of redirections
)

// Checker asks addresses. Its zero values of times are those of the package
// comment.
type Checker struct {
	Agent string           // User-Agent, which should tell where to complain
	Cache string           // file of answers; "" remembers nothing
	Now   func() time.Time // for the age of answers

	// Trust lets tests talk to servers on this machine; nil trusts no address that
	// is not public.
	Trust func(netip.AddrPort) bool
	// Pause is waited between two questions to a host; 0 is a second.
	Pause time.Duration
}

// Result is what became of an address.
type Result struct {
	Status int       `json:"status"`          // of HTTP; 0 when there was no answer
	Moved  string    `json:"moved,omitempty"` // where it has gone for good
	Fault  Fault     `json:"fault,omitempty"` // why there was no answer
	At     time.Time `json:"at"`
}

// Fault says why an address gave no answer.
type Fault string

// The faults.
const (
	None        Fault = ""
	Unreachable Fault = "unreachable" // no such host, no connection, a broken certificate
	Slow        Fault = "slow"        // no answer in time
	Refused     Fault = "refused"     // not an address of the public internet
	Circle      Fault = "circle"      // redirections without end
)

// Good says whether readers who follow the link arrive. Who asks people to sign in
// or machines to stay away (401, 403, 429, 999) is there.
func (r Result) Good() bool {
	return r.Status >= 200 && r.Status < 400 || slices.Contains([]int{401, 403, 405, 429, 451, 999}, r.Status)
}

// Check asks each address once. What is after # is not asked for. It stops early,
// with what it knows, when ctx is done.
func (c *Checker) Check(ctx context.Context, addresses []string) (map[string]Result, error) {
	known := c.load()
	queues := map[string][]string{} // by host
	results := make(map[string]Result, len(addresses))
	for _, address := range addresses {
		plain, _, _ := strings.Cut(address, "#")
		if r, ok := known[plain]; ok && r.Good() && c.Now().Sub(r.At) < remembered {
			results[plain] = r
			continue
		}
		host := ""
		if u, err := url.Parse(plain); err == nil {
			host = u.Host
		}
		if !slices.Contains(queues[host], plain) {
			queues[host] = append(queues[host], plain)
		}
	}
	c.ask(ctx, queues, results)
	err := c.save(results)
	for _, address := range addresses {
		plain, _, _ := strings.Cut(address, "#")
		if r, ok := results[plain]; ok {
			results[address] = r
		}
	}
	if ctx.Err() != nil {
		return results, ctx.Err()
	}
	return results, err
}

// ask goes through the queues, several at once.
func (c *Checker) ask(ctx context.Context, queues map[string][]string, results map[string]Result) {
	work := make(chan []string)
	var mu sync.Mutex
	var wait sync.WaitGroup
	client := Client(c.Trust)
	client.Timeout = timeout
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	defer client.CloseIdleConnections()
	for range min(hosts, len(queues)) {
		wait.Go(func() {
			for queue := range work {
				for i, address := range queue {
					if i > 0 && !sleep(ctx, c.pause()) || ctx.Err() != nil {
						break
					}
					r := c.one(ctx, client, address)
					if ctx.Err() != nil {
						break // an answer cut short says nothing
					}
					mu.Lock()
					results[address] = r
					mu.Unlock()
				}
			}
		})
	}
	for _, queue := range queues {
		work <- queue
	}
	close(work)
	wait.Wait()
}

func (c *Checker) pause() time.Duration {
	if c.Pause > 0 {
		return c.Pause
	}
	return between
}

// sleep waits, unless ctx is done first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// one asks one address, once more where the server is busy.
func (c *Checker) one(ctx context.Context, client *http.Client, address string) Result {
	r, wait := c.follow(ctx, client, address)
	if r.Status == http.StatusTooManyRequests || r.Status >= 500 && r.Status < 600 {
		if wait > longestWait || !sleep(ctx, max(wait, c.pause())) {
			return r
		}
		r, _ = c.follow(ctx, client, address)
	}
	return r
}
