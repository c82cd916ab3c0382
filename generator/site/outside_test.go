package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site"
)

func TestCheckOutside(t *testing.T) {
	var agent string
	live := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/here", http.StatusMovedPermanently)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		}
	}))
	defer live.Close()
	content := strings.NewReplacer("LIVE", live.URL).Replace(`
-- zones.yaml --
root: {code: fr, slug: fr, name: France}
-- fr/zone.md --
---
title: Accueil
menu: [{label: Ailleurs, url: "https://nowhere.invalid/"}]
---
[là](LIVE/here#x), [déménagé](LIVE/moved), [dedans](http://10.1.2.3/)
-- fr/posts/2026-01-01-un.md --
---
title: Un
---
Voir [parti](LIVE/gone).
-- fr/posts/2026-01-02-brouillon.md --
---
title: Brouillon
draft: true
---
[parti](LIVE/gone)
`)
	o := options(t, folder(t, content))
	o.Now, o.PauseOutside = time.Now, time.Millisecond
	address := netip.MustParseAddrPort(live.Listener.Addr().String())
	o.TrustOutside = func(to netip.AddrPort) bool { return to == address }
	list, err := site.CheckOutside(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := `fr/posts/2026-01-01-un.md:4:6: "LIVE/gone" answers 410
fr/zone.md:3:31: "https://nowhere.invalid/" does not answer
fr/zone.md:5:N: "LIVE/moved" has moved for good
fr/zone.md:5:N: "http://10.1.2.3/" is no public address: it was not followed
`
	got := strings.ReplaceAll(lines(o, list, "en"), live.URL, "LIVE")
	if diff := cmp.Diff(want, anyColumn(got)); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	if !strings.Contains(agent, "https://demain.example/") {
		t.Errorf("User-Agent: %q", agent)
	}
	if answers, _ := filepath.Glob(filepath.Join(o.Out, ".state/external.json")); len(answers) != 1 {
		t.Error("answers are not remembered")
	}
	alone, err := site.CheckOutside(context.Background(), o, filepath.Join(o.Content, "fr/posts"))
	if err != nil || len(alone) != 1 {
		t.Errorf("one folder: %v, %v", alone, err)
	}
}

// anyColumn hides the columns of line 5, which depend on the server's address.
func anyColumn(s string) string {
	var out strings.Builder
	for line := range strings.Lines(s) {
		if before, rest, ok := strings.Cut(line, "zone.md:5:"); ok {
			_, rest, _ = strings.Cut(rest, ":")
			line = before + "zone.md:5:N:" + rest
		}
		out.WriteString(line)
	}
	return out.String()
}
