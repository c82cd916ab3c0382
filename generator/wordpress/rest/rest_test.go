package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/wordpress/rest"
	"maillage/generator/wordpress/wxr"
)

// install is a site of WordPress as its API shows it.
type install struct {
	plain    bool // addresses by number: the API is at ?rest_route=
	notice   string
	weak     bool // breaks down at more than 40 items
	busy     int  // answers 429 so often
	closed   string
	posts    int
	asked    []string
	sawLogin bool
}

func (s *install) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route := r.URL.Query().Get("rest_route")
	if !s.plain && strings.HasPrefix(r.URL.Path, "/wp-json/") {
		route = strings.TrimPrefix(r.URL.Path, "/wp-json")
	}
	if route == "" {
		if !s.plain {
			w.Header().Set("Link", `<http://`+r.Host+`/wp-json/>; rel="https://api.w.org/"`)
		}
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "<!DOCTYPE html><title>Le Nord</title>")
		return
	}
	_, _, login := r.BasicAuth()
	s.sawLogin = s.sawLogin || login
	part := strings.TrimPrefix(route, "/wp/v2/")
	s.asked = append(s.asked, part+" "+r.URL.Query().Get("page"))
	if s.busy > 0 {
		s.busy--
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	if part == s.closed {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	items := s.items(part, r.Host)
	if items == nil {
		s.answer(w, map[string]string{"name": "Le Nord", "home": "http://" + r.Host, "url": "http://" + r.Host})
		return
	}
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	if s.weak && size > 40 {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	from := (page - 1) * size
	if from >= len(items) && page > 1 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if !s.weak {
		w.Header().Set("X-WP-TotalPages", strconv.Itoa((len(items)+size-1)/size))
	}
	s.answer(w, items[min(from, len(items)):min(from+size, len(items))])
}

func (s *install) answer(w http.ResponseWriter, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	fmt.Fprint(w, s.notice, string(data))
}

type object map[string]any

func (s *install) items(part, host string) []object {
	switch part {
	case "categories":
		return []object{{"id": 4, "slug": "vie", "name": "Vie", "parent": 0}, {"id": 5, "slug": "gare", "name": "Gare", "parent": 4}}
	case "media":
		return []object{{"id": 900, "type": "attachment", "status": "inherit", "post": 1, "source_url": "http://" + host + "/wp-content/uploads/a.jpg", "alt_text": "Une gare",
			"caption": object{"rendered": "<p>La gare</p>"}, "link": "http://" + host + "/a/", "title": object{"rendered": "a"}, "media_details": object{"file": "a.jpg"}}}
	case "pages":
		return []object{{"id": 800, "type": "page", "status": "publish", "parent": 0, "link": "http://" + host + "/equipe/", "slug": "equipe", "menu_order": 3,
			"date": "2023-05-12T18:30:00", "date_gmt": "2023-05-12T16:30:00", "title": object{"rendered": "Équipe"}, "content": object{"rendered": "", "protected": true}}}
	case "posts":
		list := []object{}
		for id := 1; id <= s.posts; id++ {
			list = append(list, object{"id": id, "type": "post", "status": "publish", "link": fmt.Sprintf("http://%s/2023/05/a-%d/", host, id), "slug": fmt.Sprint("a-", id),
				"date": "2023-05-12T18:30:00", "date_gmt": "2023-05-12T16:30:00", "title": object{"rendered": "L&#8217;article"}, "sticky": id == 1, "featured_media": 900,
				"content": object{"rendered": "<p>Un début de texte, et sa suite.</p>"}, "excerpt": object{"rendered": "<p>Un début de texte [&hellip;]</p>"},
				"_embedded": object{"author": []object{{"name": "Camille D."}}, "wp:term": []any{[]object{{"taxonomy": "category", "slug": "gare", "name": "Gare"}}, []object{{"code": "rest_forbidden"}}}}})
		}
		return list
	}
	return nil
}

func open(t *testing.T, s *install) *rest.Site {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	site, err := rest.Open(t.Context(), server.URL, rest.Options{Wait: func(time.Duration) {}, User: "camille", Password: "secret",
		Trust: func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	return site
}

func all(t *testing.T, site *rest.Site) []*wxr.Item {
	t.Helper()
	var items []*wxr.Item
	if err := site.Each(t.Context(), func(item *wxr.Item) error {
		items = append(items, item)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return items
}

func TestEach(t *testing.T) {
	for name, s := range map[string]*install{
		"usual": {posts: 250}, "plain permalinks": {posts: 250, plain: true}, "notices before the answer": {posts: 3, notice: "\ufeff<br />\n<b>Notice</b>: x\n"},
		"weak": {posts: 250, weak: true}, "busy": {posts: 3, busy: 2}, "empty": {posts: 0},
	} {
		t.Run(name, func(t *testing.T) {
			site := open(t, s)
			items := all(t, site)
			if len(items) != s.posts+2 {
				t.Fatalf("%d items, want %d; asked %v", len(items), s.posts+2, s.asked)
			}
			seen := map[int]bool{}
			for _, item := range items {
				seen[item.ID] = true
			}
			asked := len(s.asked)
			if again := all(t, site); len(seen) != len(items) || len(again) != len(items) || len(s.asked) != asked {
				t.Errorf("%d different items, %d again, %d questions more", len(seen), len(again), len(s.asked)-asked)
			}
			if s.sawLogin {
				t.Error("the password went over http")
			}
		})
	}
}

func TestItems(t *testing.T) {
	items := all(t, open(t, &install{posts: 1}))
	file, post, page := items[0], items[1], items[2]
	if file.AttachmentURL == "" || file.Excerpt != "<p>La gare</p>" || file.Meta["_wp_attachment_image_alt"][0] != "Une gare" || file.Parent != 1 {
		t.Errorf("file: %+v", file)
	}
	got := fmt.Sprint(post.Creator, "|", post.Excerpt, "|", post.Rendered, post.Sticky, post.Meta["_thumbnail_id"], post.Terms, post.Date.Format(time.RFC3339))
	if diff := cmp.Diff("Camille D.||true true [900] [{category gare Gare}]2023-05-12T18:30:00+02:00", got); diff != "" {
		t.Errorf("post (-want +got):\n%s", diff)
	}
	if !page.Password || page.MenuOrder != 3 {
		t.Errorf("a protected page: %+v", page)
	}
}

func TestClosed(t *testing.T) {
	site := open(t, &install{posts: 2, closed: "pages"})
	if items := all(t, site); len(items) != 3 {
		t.Errorf("%d items", len(items))
	}
	if diff := cmp.Diff([]rest.Closed{{Address: "wp/v2/pages", Status: 401}}, site.Closed()); diff != "" {
		t.Error(diff)
	}
	if terms := site.Site().Terms; len(terms) != 2 || terms[1].Parent != "vie" {
		t.Errorf("terms %+v", terms)
	}
}

func TestNoSite(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	loopback := func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }
	for _, address := range []string{server.URL, "ftp://nord.example", "nord.example"} {
		if _, err := rest.Open(t.Context(), address, rest.Options{Trust: loopback, Wait: func(time.Duration) {}}); !errors.Is(err, rest.ErrNoAPI) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := rest.Open(t.Context(), server.URL, rest.Options{Wait: func(time.Duration) {}}); err == nil || errors.Is(err, rest.ErrNoAPI) {
		t.Errorf("this machine was asked: %v", err)
	}
}
