package movement_test

import (
	"net/url"
	"strings"
	"testing"

	"maillage/functions/movement"
)

const sampleMoves = `{"redirects":[
 {"from":"/programme/","to":"/projet/"},
 {"from":"/vieille-page","to":"/page/"},
 {"from":"/été/","to":"/ete/"},
 {"from":"/?p=12","to":"/actualites/douze/"},
 {"from":"/blog/index.php","to":"/actualites/"},
 {"from":"/blog/*","to":"/actualites/:splat"},
 {"from":"/*/feed/","to":"/:splat/"},
 {"from":"/tout/*","to":"/"},
 {"from":"/vieux/*","to":"/:splat"},
 {"from":"/loin/*","to":"https://archive.example/:splat"},
 {"from":"/piege/*","to":"https://archive.example:splat"},
 {"from":"/essai/","to":"http://localhost:8080/actualites/"},
 {"from":"/faux/","to":"http://localhost.evil.example/"},
 {"from":"/mal/","to":"//evil.example/"},
 {"from":"/programme/","to":"/chez-nous/","host":"reunion.example"}]}`

func TestFindMoves(t *testing.T) {
	moves, err := movement.ParseMoves([]byte(sampleMoves))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, host, address, query, want string }{
		{"exact", "", "/programme/", "", "/projet/"},
		{"without its slash", "", "/programme", "", "/projet/"},
		{"with one more slash", "", "/vieille-page/", "", "/page/"},
		{"with a query of its own", "", "/programme/", "utm_source=x", "/projet/"},
		{"told by the query", "", "/", "p=12", "/actualites/douze/"},
		{"another query", "", "/", "p=13", ""},
		{"accents", "", "/été/", "", "/ete/"},
		{"exact before star", "", "/blog/index.php", "", "/actualites/"},
		{"star", "", "/blog/2019/été/", "", "/actualites/2019/%C3%A9t%C3%A9/"},
		{"star of nothing", "", "/blog/", "", "/actualites/"},
		{"star without splat", "", "/tout/a/b", "", "/"},
		{"star within", "", "/2019/05/été/feed/", "", "/2019/05/%C3%A9t%C3%A9/"},
		{"star within, without the last slash", "", "/2019/feed", "", "/2019/"},
		{"star within that stands for nothing", "", "/feed/", "", ""},
		{"two slashes before what stands behind the star", "", "//evil.example/feed/", "", "/evil.example/"},
		{"not below", "", "/blogue/", "", ""},
		{"in full", "", "/loin/a/", "", "https://archive.example/a/"},
		{"another site on this machine", "", "/essai/", "", "http://localhost:8080/actualites/"},
		{"what only looks like it", "", "/faux/", "", ""},
		{"own host", "reunion.example", "/programme/", "", "/chez-nous/"},
		{"a rule of another host", "reunion.example", "/blog/a/", "", ""},
		{"two slashes", "", "/vieux//evil.example/", "", "/evil.example/"},
		{"a backslash", "", `/vieux/\evil.example/`, "", "/%5Cevil.example/"},
		{"dots", "", "/vieux/../../evil.example", "", "/evil.example"},
		{"a line break", "", "/vieux/a\r\nSet-Cookie: a=b", "", "/a%0D%0ASet-Cookie:%20a=b"},
		{"a question mark", "", "/vieux/a?b#c", "", "/a%3Fb%23c"},
		{"part of a host", "", "/piege/.evil.example/", "", ""},
		{"a rule to another host", "", "/mal/", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := moves.Find(test.host, test.address, test.query); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if _, err := movement.ParseMoves([]byte("redirects:")); err == nil {
		t.Error("what is no JSON was read")
	}
}

// FuzzFindMoves: whatever is asked for, the answer names a path or a host of an
// editor's.
func FuzzFindMoves(f *testing.F) {
	moves, err := movement.ParseMoves([]byte(sampleMoves))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("/vieux//evil.example", "")
	f.Add(`/vieux/\evil.example/`, "p=12")
	f.Add("/loin/@evil.example/", "")
	f.Fuzz(func(t *testing.T, address, query string) {
		to := moves.Find("", address, query)
		u, err := url.Parse(to)
		if err != nil || u.Host != "" && u.Host != "archive.example" || u.User != nil || strings.ContainsAny(to, "\\\r\n") || strings.HasPrefix(to, "//") {
			t.Errorf("%q leads to %q", address, to)
		}
	})
}
