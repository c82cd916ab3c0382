package web

import (
	"net/http"
	"net/netip"
)

// ClientNetwork names who a request comes from for counting: the IPv4 address
// or the IPv6 /64. ok is false for a loopback address, which is the machine
// itself and says nothing of the person.
func ClientNetwork(r *http.Request) (network string, ok bool) {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "", false
	}
	ip := addr.Addr().Unmap()
	if ip.IsLoopback() {
		return "", false
	}
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	prefix, err := ip.WithZone("").Prefix(bits)
	return prefix.String(), err == nil
}
