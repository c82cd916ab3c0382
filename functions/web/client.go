package web

import (
	"net/http"
	"net/netip"
)

// ClientNetwork names who a request comes from for counting: the IPv4 address
// or the IPv6 /64. ok is false for a loopback address, which is the machine
// itself and says nothing of the person.
func ClientNetwork(r *http.Request) (network string, ok bool) {
	ip, ok := client(r)
	if !ok {
		return "", false
	}
	if ip.Is4() {
		return ip.String(), true
	}
	return prefix(ip, 64)
}

// ClientSite names the IPv6 /48 a request comes from: one customer may hold
// thousands of /64 networks. ok is false for IPv4.
func ClientSite(r *http.Request) (site string, ok bool) {
	ip, ok := client(r)
	if !ok || ip.Is4() {
		return "", false
	}
	return prefix(ip, 48)
}

func client(r *http.Request) (netip.Addr, bool) {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	ip := addr.Addr().Unmap()
	return ip, err == nil && !ip.IsLoopback()
}

func prefix(ip netip.Addr, bits int) (string, bool) {
	p, err := ip.WithZone("").Prefix(bits)
	return p.String(), err == nil
}
