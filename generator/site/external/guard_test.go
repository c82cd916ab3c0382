package external

import (
	"net/netip"
	"testing"
)

// Connections go to the public internet, and nowhere that only looks like it.
func TestAllowed(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false,
		"224.0.0.1": false, "255.255.255.255": false, "168.63.129.16": false, "198.18.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fec0::1": false, "fec0::1%eth0": false, "ff02::1": false,
		"::7f00:1": false, "::ffff:0:7f00:1": false, "64:ff9b::7f00:1": false, "64:ff9b::7f00:1%eth0": false, "2002:7f00:1::": false,
		"2002:7f00:1::%eth0": false, "2606:2800:21f:cb07:6820:80da:af6b:8b2c%eth0": false, "2001:db8::1": false,
	} {
		if got := (guard{}).allowed(netip.AddrPortFrom(netip.MustParseAddr(address).Unmap(), 443)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	for port, want := range map[uint16]bool{80: true, 443: true, 22: false, 8080: false, 6379: false} {
		if got := (guard{}).allowed(netip.AddrPortFrom(netip.MustParseAddr("93.184.215.14"), port)); got != want {
			t.Errorf("port %d: %v", port, got)
		}
	}
}
