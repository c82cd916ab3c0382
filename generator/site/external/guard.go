package external

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strconv"
)

// errRefused is about an address that is not of the public internet.
var errRefused = errors.New("not a public address")

// guard decides where connections may go.
type guard struct {
	trust func(netip.AddrPort) bool
}

// Client makes a client that connects to nothing but the public addresses it has
// looked at, at every step of a redirection. trust lets tests talk to servers on
// this machine; nil trusts no address that is not public. A request has no limit of
// time but that of its context; a server has ten seconds to begin its answer.
func Client(trust func(netip.AddrPort) bool) *http.Client {
	g := guard{trust}
	dialer := &net.Dialer{Timeout: timeout}
	transport := &http.Transport{
		Proxy:                 nil, // a proxy would resolve names out of our sight
		TLSHandshakeTimeout:   timeout,
		ResponseHeaderTimeout: timeout,
		MaxIdleConnsPerHost:   4,
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
			return g.dial(ctx, dialer, network, found, uint16(number))
		},
	}
	return &http.Client{Transport: transport}
}

// dial connects to the first address that answers. One bad address among good ones
// is enough to refuse them all: it would be a trick.
func (g guard) dial(ctx context.Context, dialer *net.Dialer, network string, found []netip.Addr, port uint16) (net.Conn, error) {
	for _, ip := range found {
		if !g.allowed(netip.AddrPortFrom(ip.Unmap(), port)) {
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
		"203.0.113.0/24", "240.0.0.0/4", "168.63.129.16/32", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10"} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}()

// global is where all public addresses of IPv6 are. No prefix contains an address with
// a zone, such as fe80::1%eth0.
var global = netip.MustParsePrefix("2000::/3")

// allowed says whether a connection may go to an address.
func (g guard) allowed(to netip.AddrPort) bool {
	if g.trust != nil && g.trust(to) {
		return true
	}
	ip := to.Addr()
	if ip.Zone() != "" || ip.Is6() && !global.Contains(ip) || !ip.IsGlobalUnicast() || ip.IsPrivate() || to.Port() != 80 && to.Port() != 443 {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(ip) {
			return false
		}
	}
	return true
}

// IsRefused says whether a client made by Client would not connect.
func IsRefused(err error) bool { return errors.Is(err, errRefused) }
