// Package rest reads a living WordPress site through its REST API, as the items of
// an export.
//
//	site, err := rest.Open(ctx, "https://nord.example", rest.Options{})
//	err = site.Each(ctx, func(item *wxr.Item) error { … })
//
// The API is found by the Link header or the <link> of the first page, at /wp-json/
// or ?rest_route=, or at the public API of WordPress.com. Posts, pages, files and the
// other types that are asked for are read a hundred at a time in the order of their
// numbers; a server that breaks down at that is asked for half as many. Anybody sees
// what is published, as WordPress shows it (Item.Rendered); with an application
// password, over https only, drafts and the stored texts come too. What is closed is
// told and left out.
//
// Items are kept in a temporary file, so that they can be read again without asking
// the site twice. Connections go to public addresses only.
package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"maillage/generator/site/external"
	"maillage/generator/wordpress/wxr"
)

// maxAnswer is the longest answer that is read: a hundred long posts are 10 MB.
const maxAnswer = 64 << 20

// ErrNoAPI is about an address where no REST API of WordPress answers.
var ErrNoAPI = errors.New("no REST API of WordPress")

// Options are how to ask.
type Options struct {
	Types          []string                  // types beside posts, pages and files
	User, Password string                    // of an application password
	Trust          func(netip.AddrPort) bool // lets tests ask this machine
	Wait           func(time.Duration)       // nil waits
}

// Site is a living site.
type Site struct {
	options Options
	client  *http.Client
	root    string // of the API
	home    string
	site    wxr.Site
	kept    *os.File // items, one after the other
	closed  []Closed
}

// Closed is a part of the API that did not answer.
type Closed struct {
	Address string
	Status  int
}

// Open finds the API of a site.
func Open(ctx context.Context, address string, o Options) (*Site, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, fmt.Errorf("%s: %w", address, ErrNoAPI)
	}
	if u.Scheme != "https" {
		o.User, o.Password = "", "" // nobody else may read it
	}
	s := &Site{options: o, client: external.Client(o.Trust), home: strings.TrimSuffix(address, "/")}
	s.client.CheckRedirect = s.redirect
	if err := s.find(ctx, u); err != nil {
		return nil, err
	}
	return s, nil
}

// redirect follows a few steps; none of them takes a password where others can read
// it.
func (s *Site) redirect(r *http.Request, via []*http.Request) error {
	if len(via) > 5 || r.URL.Scheme != "https" && s.options.User != "" {
		return http.ErrUseLastResponse
	}
	return nil
}

// Site is what the API says of the whole, after the first Each.
func (s *Site) Site() wxr.Site { return s.site }

// Closed are the parts that did not answer.
func (s *Site) Closed() []Closed { return s.closed }

// Close forgets what was read.
func (s *Site) Close() error {
	s.client.CloseIdleConnections()
	if s.kept == nil {
		return nil
	}
	return errors.Join(s.kept.Close(), os.Remove(s.kept.Name()))
}

var linked = regexp.MustCompile(`<link[^>]+rel=["']https://api\.w\.org/["'][^>]*>`)
var hrefOf = regexp.MustCompile(`href=["']([^"']+)["']`)

// find asks where the API is.
func (s *Site) find(ctx context.Context, home *url.URL) error {
	candidates := []string{s.home + "/wp-json/", s.home + "/?rest_route=/"}
	if body, header, status, err := s.get(ctx, s.home+"/"); err == nil && status == http.StatusOK {
		for _, link := range header.Values("Link") {
			if address, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(link), "<"), ">"); ok && strings.Contains(rest, "api.w.org") {
				candidates = append([]string{address}, candidates...)
			}
		}
		if tag := linked.Find(body); tag != nil {
			if m := hrefOf.FindSubmatch(tag); m != nil {
				candidates = append([]string{strings.ReplaceAll(string(m[1]), "&amp;", "&")}, candidates...)
			}
		}
	} else if external.IsRefused(err) {
		return err
	}
	if strings.HasSuffix(home.Hostname(), ".wordpress.com") {
		candidates = append(candidates, "https://public-api.wordpress.com/wp/v2/sites/"+home.Hostname()+"/")
	}
	for _, candidate := range candidates {
		s.root = candidate
		var root struct{ Name, Description, URL, Home string }
		if s.read(ctx, "", nil, &root) == nil && (root.Name != "" || root.Home != "" || strings.Contains(candidate, "public-api.")) {
			s.site = wxr.Site{Title: root.Name, Description: root.Description, Link: cmp.Or(root.Home, s.home), BaseURL: cmp.Or(root.Home, s.home), Version: "REST"}
			return nil
		}
	}
	return fmt.Errorf("%s: %w", s.home, ErrNoAPI)
}

// address is that of a part of the API.
func (s *Site) address(part string, query url.Values) string {
	if strings.Contains(s.root, "public-api.wordpress.com/wp/v2/sites/") {
		part = strings.TrimPrefix(part, "wp/v2/")
	}
	address := strings.TrimSuffix(s.root, "/") + "/" + part
	if len(query) == 0 {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + query.Encode()
	}
	return address + "?" + query.Encode()
}

// failure is an answer that is not one.
type failure struct{ status int }

func (f failure) Error() string { return "status " + strconv.Itoa(f.status) }

// read reads a part of the API into a value.
func (s *Site) read(ctx context.Context, part string, query url.Values, into any) error {
	_, err := s.page(ctx, part, query, into)
	return err
}

// page reads a page of a list; pages is how many there are, as the server says.
func (s *Site) page(ctx context.Context, part string, query url.Values, into any) (pages int, err error) {
	const attempts = 3
	for attempt := range attempts {
		body, header, status, err := s.get(ctx, s.address(part, query))
		switch {
		case err != nil && (external.IsRefused(err) || ctx.Err() != nil || attempt == attempts-1):
			return 0, err
		case err != nil:
			s.wait(time.Second << attempt)
			continue
		case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
			s.wait(min(max(external.RetryAfter(header), time.Second), time.Minute))
			continue
		case status != http.StatusOK:
			return 0, failure{status}
		}
		if start := bytes.IndexAny(body, "{["); start > 0 { // notices of PHP, a byte order mark
			body = body[start:]
		}
		if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
			return 0, fmt.Errorf("read %s: %w", part, err)
		}
		pages, _ = strconv.Atoi(header.Get("X-Wp-Totalpages"))
		return pages, nil
	}
	return 0, failure{http.StatusTooManyRequests}
}

func (s *Site) wait(d time.Duration) {
	if s.options.Wait != nil {
		s.options.Wait(d)
		return
	}
	time.Sleep(d)
}

// get asks once.
func (s *Site) get(ctx context.Context, address string) (body []byte, header http.Header, status int, err error) {
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, nil, 0, err
	}
	request.Header.Set("User-Agent", "Maillage (WordPress import)")
	request.Header.Set("Accept", "application/json, text/html;q=0.5")
	if s.options.User != "" && request.URL.Scheme == "https" && strings.HasPrefix(address, s.home+"/") {
		request.SetBasicAuth(s.options.User, s.options.Password)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, nil, 0, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("%s: more than 64 MB", address)
	}
	return body, response.Header, response.StatusCode, err
}

// Each gives all items: files first, for texts show them.
func (s *Site) Each(ctx context.Context, f func(*wxr.Item) error) error {
	if s.kept == nil {
		if err := s.fetch(ctx); err != nil {
			return err
		}
	}
	if _, err := s.kept.Seek(0, io.SeekStart); err != nil {
		return err
	}
	for decoder := json.NewDecoder(s.kept); ; {
		var item wxr.Item
		if err := decoder.Decode(&item); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read items again: %w", err)
		}
		if err := f(&item); err != nil {
			return err
		}
	}
}

// fetch reads the whole site into the temporary file.
func (s *Site) fetch(ctx context.Context) (err error) {
	if s.kept, err = os.CreateTemp("", "maillage-wordpress-*"); err != nil {
		return err
	}
	encoder := json.NewEncoder(s.kept)
	terms := map[int]string{}
	var categories []apiTerm
	if err := list(ctx, s, "wp/v2/categories", nil, func(t apiTerm) error {
		terms[t.ID], categories = t.Slug, append(categories, t)
		return nil
	}); err != nil {
		return err
	}
	for _, t := range categories {
		s.site.Terms = append(s.site.Terms, wxr.Taxon{Term: wxr.Term{Domain: "category", Slug: t.Slug, Name: t.Name}, ID: t.ID, Parent: terms[t.Parent]})
	}
	for _, base := range append([]string{"media", "posts", "pages"}, s.bases(ctx)...) {
		query := url.Values{"_embed": {"author,wp:term"}}
		if s.options.User != "" {
			query.Set("context", "edit")
			if base != "media" {
				query.Set("status", "any")
			}
		}
		if err := list(ctx, s, "wp/v2/"+base, query, func(p apiPost) error {
			item := p.item()
			s.author(item)
			return encoder.Encode(item)
		}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// bases are the parts of the API for the types that are asked for.
func (s *Site) bases(ctx context.Context) []string {
	if len(s.options.Types) == 0 {
		return nil
	}
	var types map[string]struct {
		RestBase string `json:"rest_base"`
	}
	if err := s.read(ctx, "wp/v2/types", nil, &types); err != nil {
		return s.options.Types
	}
	var bases []string
	for _, name := range s.options.Types {
		if base := types[name].RestBase; base != "" {
			bases = append(bases, base)
		}
	}
	return bases
}

// author notes who wrote an item.
func (s *Site) author(item *wxr.Item) {
	if item.Creator != "" && !slices.ContainsFunc(s.site.Authors, func(a wxr.Author) bool { return a.Login == item.Creator }) {
		s.site.Authors = append(s.site.Authors, wxr.Author{Login: item.Creator, Name: item.Creator})
	}
}

// list reads all pages of a list. A list that is closed is noted; one that is too
// much for the server is read in smaller pages.
func list[T any](ctx context.Context, s *Site, part string, query url.Values, f func(T) error) error {
	size, read := 100, 0
	for {
		q := url.Values{"per_page": {strconv.Itoa(size)}, "page": {strconv.Itoa(read/size + 1)}, "orderby": {"id"}, "order": {"asc"}}
		for key, values := range query {
			q[key] = values
		}
		var items []T
		pages, err := s.page(ctx, part, q, &items)
		var no failure
		switch {
		case errors.As(err, &no) && no.status >= 500 && size > 5:
			size = smaller(size, read)
			continue
		case errors.As(err, &no) && no.status == http.StatusBadRequest && read > 0:
			return nil // past the end
		case errors.As(err, &no):
			s.closed = append(s.closed, Closed{part, no.status})
			return nil
		case err != nil:
			return err
		}
		for _, item := range items {
			if err := f(item); err != nil {
				return err
			}
		}
		read += size
		if len(items) < size || pages > 0 && read/size >= pages {
			return nil
		}
	}
}

// smaller is half a page or less, of which those that were read are a multiple.
func smaller(size, read int) int {
	for size = size / 2; size > 1 && read%size != 0; size-- {
	}
	return max(1, size)
}
