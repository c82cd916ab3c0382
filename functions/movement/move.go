package movement

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// Move is a page's old address on a host and where it is now. One segment of
// From may be "*", for one or more, as in "/blog/*" and "/*/feed/": To may have them
// as ":splat". From may have a query, as WordPress's "/?p=12".
type Move struct {
	From string `json:"from"`
	To   string `json:"to"`
	Host string `json:"host"` // domain of a zone; empty: the main host
}

// Moves are the redirections of the sites, immutable.
type Moves struct {
	exact map[string]string // by host and address
	wild  []Move            // those with a star
}

// ParseMoves reads the generator's data/redirects.json: {"redirects": […]}.
func ParseMoves(data []byte) (*Moves, error) {
	var file struct {
		Redirects []Move `json:"redirects"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("parse redirects: %w", err)
	}
	m := &Moves{exact: map[string]string{}}
	for _, move := range file.Redirects {
		if strings.Contains(move.From, "*") {
			m.wild = append(m.wild, move)
		} else {
			m.exact[move.Host+move.From] = move.To
		}
	}
	return m, nil
}

// Find is where an address of a host has moved to: a path of the same host, or
// what an editor wrote in full; "" when it has not moved. address is decoded,
// query is not. Of rules that match, one with the query comes first, then an exact
// one, then the first with a star.
func (m *Moves) Find(host, address, query string) string {
	forms := []string{address, strings.TrimSuffix(address, "/"), address + "/"}
	if query != "" {
		forms = append([]string{address + "?" + query}, forms...)
	}
	for _, form := range forms {
		for _, spelt := range []string{form, (&url.URL{Path: form}).EscapedPath()} {
			if to := m.exact[host+spelt]; to != "" {
				return safe(to)
			}
		}
	}
	for _, move := range m.wild {
		if rest, ok := move.splat(address); ok && move.Host == host {
			return safe(move.onto(rest))
		}
	}
	return ""
}

// splat is what the star of a rule stands for in an address that it fits. With
// something behind it, it stands for something, and a last slash means nothing.
func (move Move) splat(address string) (rest string, ok bool) {
	before, behind, _ := strings.Cut(move.From, "*")
	if rest, ok = strings.CutPrefix(address, before); !ok || behind == "" {
		return rest, ok
	}
	if strings.HasSuffix(behind, "/") && !strings.HasSuffix(rest, "/") {
		rest += "/"
	}
	rest, ok = strings.CutSuffix(rest, behind)
	return rest, ok && rest != ""
}

// onto is where a rule leads with what its star stood for, which is cleaned and
// escaped: no address of a visitor's making leads to another host.
func (move Move) onto(rest string) string {
	before, after, ok := strings.Cut(move.To, ":splat")
	if !ok {
		return move.To
	}
	if strings.HasPrefix(before, "https://") && strings.Count(before, "/") < 3 {
		return "" // the host itself would be a visitor's
	}
	splat := (&url.URL{Path: strings.TrimPrefix(path.Clean("/"+rest), "/")}).EscapedPath()
	if splat != "" && strings.HasSuffix(rest, "/") {
		splat += "/"
	}
	return before + splat + after
}

// safe refuses what a browser could take for another host's address unless it is
// one in full.
func safe(to string) string {
	if strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(to, "//") ||
		!strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://localhost:") {
		return ""
	}
	return to
}
