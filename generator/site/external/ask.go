package external

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

// errRefused is about an address that is not of the public internet.
var errRefused = errors.New("not a public address")

// client connects to nothing but the addresses it has looked at.
func (c *Checker) client() *http.Client {
	dialer := &net.Dialer{Timeout: timeout}
	transport := &http.Transport{
		Proxy:                 nil, // a proxy would resolve names out of our sight
		TLSHandshakeTimeout:   timeout,
		ResponseHeaderTimeout: timeout,
		MaxIdleConnsPerHost:   1,
		IdleConnTimeout:       timeout,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
			if err != nil {
				return nil, err
			}
			number, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return nil, err
			}
			return c.dial(ctx, dialer, network, found, uint16(number))
		},
	}
	return &http.Client{Transport: transport, Timeout: timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// dial connects to the first address that answers. One bad address among good ones
// is enough to refuse them all: it would be a trick.
func (c *Checker) dial(ctx context.Context, dialer *net.Dialer, network string, found []netip.Addr, port uint16) (net.Conn, error) {
	for _, ip := range found {
		if !c.allowed(netip.AddrPortFrom(ip.Unmap(), port)) {
			return nil, errRefused
		}
	}
	err := error(&net.DNSError{Err: "no address"})
	for _, ip := range found {
		var conn net.Conn
		if conn, err = dialer.DialContext(ctx, network, netip.AddrPortFrom(ip.Unmap(), port).String()); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// reserved are ranges that net/netip does not call private but that lead to no
// public server either, or carry an IPv4 address inside.
var reserved = func() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10"} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}()

// allowed says whether a connection may go to an address.
func (c *Checker) allowed(to netip.AddrPort) bool {
	if c.Trust != nil && c.Trust(to) {
		return true
	}
	ip := to.Addr()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || to.Port() != 80 && to.Port() != 443 {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(ip) {
			return false
		}
	}
	return true
}

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
			return r, retryAfter(response, c.Now())
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

// retryAfter is how long a server asks to be left alone, in seconds or until a
// date.
func retryAfter(response *http.Response, now time.Time) time.Duration {
	value := response.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 && seconds < 1<<20 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
