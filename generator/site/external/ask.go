package external

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"

	"net/url"
	"strconv"
	"time"
)

// follow goes from an address to where it leads. wait is what a busy server asks
// for.
func (c *Checker) follow(ctx context.Context, client *http.Client, address string) (r Result, wait time.Duration) {
	r.At = c.Now()
	permanent := true
	for range maxSteps {
		response, err := c.request(ctx, client, address)
		if err != nil {
			r.Fault = faultOf(err)
			return r, 0
		}
		r.Status = response.StatusCode
		next, err := response.Location()
		if r.Status < 300 || r.Status >= 400 || err != nil {
			return r, RetryAfter(response.Header)
		}
		permanent = permanent && (r.Status == http.StatusMovedPermanently || r.Status == http.StatusPermanentRedirect)
		if address = next.String(); permanent {
			r.Moved = address
		}
	}
	r.Status, r.Fault = 0, Circle
	return r, 0
}

// request asks with HEAD, and with GET where HEAD is not understood.
func (c *Checker) request(ctx context.Context, client *http.Client, address string) (*http.Response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errRefused
	}
	var response *http.Response
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return nil, errRefused
		}
		request.Header.Set("User-Agent", c.Agent)
		request.Header.Set("Accept", "text/html, */*;q=0.5")
		if response, err = client.Do(request); err != nil {
			if method == http.MethodHead && !errors.Is(err, errRefused) && !isTimeout(err) && reached(err) {
				continue // some servers hang up on HEAD
			}
			return nil, err
		}
		_, _ = io.CopyN(io.Discard, response.Body, 64<<10)
		response.Body.Close()
		if s := response.StatusCode; s < 400 || s == http.StatusTooManyRequests || s == http.StatusGone {
			break
		}
	}
	return response, nil
}

// reached says whether the fault came after a connection was made.
func reached(err error) bool {
	var dial *net.OpError
	return !errors.As(err, &dial) || dial.Op != "dial"
}

func isTimeout(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}

func faultOf(err error) Fault {
	switch {
	case errors.Is(err, errRefused):
		return Refused
	case isTimeout(err):
		return Slow
	}
	return Unreachable
}

// RetryAfter is how long a server asks to be left alone, in seconds or until a date,
// which is meant by its own clock.
func RetryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 && seconds < 1<<20 {
		return time.Duration(seconds) * time.Second
	}
	until, err := http.ParseTime(value)
	now, unknown := http.ParseTime(h.Get("Date"))
	if err != nil || unknown != nil {
		return 0
	}
	return max(0, until.Sub(now))
}
