package body

import (
	"fmt"
	"math"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// providerHosts are those whose addresses, alone on a line, WordPress shows as
// embeds, and the other places where French sites take frames from.
var providerHosts = fields(`youtube.com youtu.be youtube-nocookie.com vimeo.com player.vimeo.com dailymotion.com dai.ly geo.dailymotion.com twitter.com x.com
	instagram.com facebook.com tiktok.com soundcloud.com api.soundcloud.com w.soundcloud.com open.spotify.com spotify.com mixcloud.com deezer.com widget.deezer.com
	bandcamp.com flickr.com flic.kr ted.com embed.ted.com wordpress.tv videopress.com video.wordpress.com slideshare.net speakerdeck.com scribd.com
	issuu.com reddit.com tumblr.com pinterest.com pin.it kickstarter.com imgur.com reverbnation.com crowdsignal.com polldaddy.com poll.fm animoto.com
	cloudup.com smugmug.com wolframcloud.com screencast.com bsky.app threads.net canva.com padlet.com genial.ly view.genial.ly prezi.com
	openstreetmap.org umap.openstreetmap.fr umap.incubateur.anct.gouv.fr framacarte.org framaforms.org framadate.org framapad.org framatube.org
	google.com google.fr maps.google.com maps.google.fr docs.google.com calendar.google.com drive.google.com helloasso.com change.org
	arte.tv ina.fr player.ina.fr audioblog.arteradio.com podcast.ausha.co player.ausha.co embed.acast.com radiofrance.fr franceculture.fr archive.org
	calameo.com v.calameo.com podcasters.spotify.com anchor.fm embed.podcasts.apple.com podcasts.apple.com gist.github.com datawrapper.dwcdn.net`)

// hostOf is the host of an address, without www.
func hostOf(address string) string {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "m.")
}

var (
	tubeVideo = regexp.MustCompile(`^/(?:videos/(?:embed|watch)|w)/[\w-]{20,40}/?$`)
	tootPath  = regexp.MustCompile(`^/@[\w.]+(?:@[\w.-]+)?/\d{8,}(?:/embed)?/?$`)
)

// knownEmbed reports whether an address is of a provider, and its host.
func knownEmbed(address string) (string, bool) {
	host := hostOf(address)
	if providerHosts[host] {
		return host, true
	}
	if strings.HasSuffix(host, ".bandcamp.com") || strings.HasSuffix(host, ".tumblr.com") {
		return host, true
	}
	u, err := url.Parse(address)
	return host, err == nil && host != "" && (tubeVideo.MatchString(u.Path) || tootPath.MatchString(u.Path))
}

// publicPage is where readers go for what a frame shows. Addresses that are no
// frames' are left as they are.
func publicPage(address string) string {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	if page := framePage(u, hostOf(address)); page != "" {
		return page
	}
	return address
}

func framePage(u *url.URL, host string) string {
	q := u.Query()
	path, last := strings.Trim(u.Path, "/"), path.Base(u.Path)
	switch host {
	case "youtube.com", "youtube-nocookie.com":
		return youtubePage(path, last, q)
	case "player.vimeo.com":
		return vimeoPage(last, q)
	case "dailymotion.com", "geo.dailymotion.com":
		return dailymotionPage(path, last, q)
	case "w.soundcloud.com":
		return q.Get("url")
	case "openstreetmap.org":
		if strings.HasPrefix(path, "export/embed") {
			return mapPage(q)
		}
	case "google.com", "google.fr", "maps.google.com", "maps.google.fr", "docs.google.com":
		return googlePage(u, path, q)
	case "facebook.com":
		if strings.HasPrefix(path, "plugins/") || strings.HasPrefix(path, "v") && strings.Contains(path, "/plugins/") {
			return q.Get("href")
		}
	case "platform.twitter.com":
		if id := q.Get("id"); id != "" {
			return "https://twitter.com/i/status/" + id
		}
	case "v.calameo.com":
		if code := q.Get("bkcode"); code != "" {
			return "https://www.calameo.com/read/" + code
		}
	case "mixcloud.com", "player-widget.mixcloud.com":
		if feed := q.Get("feed"); feed != "" {
			return "https://www.mixcloud.com/" + strings.Trim(strings.TrimPrefix(feed, "https://www.mixcloud.com"), "/") + "/"
		}
	}
	return trimmedPage(u, host, path)
}

func youtubePage(path, last string, q url.Values) string {
	list := q.Get("list")
	switch {
	case strings.HasPrefix(path, "embed/videoseries"), path == "embed" && list != "":
		return "https://www.youtube.com/playlist?list=" + list
	case strings.HasPrefix(path, "embed/live_stream"):
		return "https://www.youtube.com/channel/" + q.Get("channel")
	case !strings.HasPrefix(path, "embed/") && !strings.HasPrefix(path, "v/"):
		return ""
	}
	last, _, _ = strings.Cut(last, "&") // of Flash players
	page := "https://www.youtube.com/watch?v=" + last
	if list != "" {
		page += "&list=" + list
	}
	if start := q.Get("start"); start != "" && start != "0" {
		page += "&t=" + start + "s"
	}
	return page
}

func dailymotionPage(path, last string, q url.Values) string {
	if !strings.HasPrefix(path, "embed/video/") {
		last = q.Get("video")
	}
	if last == "" {
		return ""
	}
	return "https://www.dailymotion.com/video/" + last
}

func vimeoPage(last string, q url.Values) string {
	if h := q.Get("h"); h != "" {
		last += "/" + h
	}
	return "https://vimeo.com/" + last
}

// mapPage is the map whose frame shows a box, at about the same scale.
func mapPage(q url.Values) string {
	corners := strings.Split(q.Get("bbox"), ",")
	if len(corners) != 4 {
		return ""
	}
	var c [4]float64
	for i := range c {
		v, err := strconv.ParseFloat(corners[i], 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		c[i] = v
	}
	lon, lat := (c[0]+c[2])/2, (c[1]+c[3])/2
	zoom := 19.0
	if width := math.Abs(c[2] - c[0]); width > 0 {
		zoom = max(1, min(19, math.Floor(math.Log2(360/width))+1))
	}
	pin := ""
	if at := strings.Split(q.Get("marker"), ","); len(at) == 2 {
		pin = "?mlat=" + url.QueryEscape(at[0]) + "&mlon=" + url.QueryEscape(at[1])
	}
	return fmt.Sprintf("https://www.openstreetmap.org/%s#map=%.0f/%.5f/%.5f", pin, zoom, lat, lon)
}

var googlePlace = regexp.MustCompile(`!2d(-?[\d.]+)!3d(-?[\d.]+)`)

func googlePage(u *url.URL, path string, q url.Values) string {
	switch {
	case (path == "viewer" || path == "gview") && q.Get("url") != "":
		return q.Get("url")
	case strings.HasPrefix(path, "maps/d/") && q.Get("mid") != "":
		return "https://www.google.com/maps/d/viewer?mid=" + url.QueryEscape(q.Get("mid"))
	case path == "maps/embed":
		if at := googlePlace.FindStringSubmatch(q.Get("pb")); at != nil {
			return "https://www.google.com/maps?q=" + at[2] + "," + at[1]
		}
		return ""
	case !q.Has("output") && !q.Has("embedded"):
		return ""
	}
	q.Del("output")
	q.Del("embedded")
	page := *u
	page.RawQuery = q.Encode()
	return page.String()
}

// trimmedPage cuts off what makes a frame of a page.
func trimmedPage(u *url.URL, host, path string) string {
	page := *u
	switch {
	case strings.HasPrefix(host, "umap.") || host == "framacarte.org":
		page.RawQuery = ""
	case host == "open.spotify.com" && strings.HasPrefix(path, "embed"):
		_, rest, _ := strings.Cut(path, "/")
		page.Path, page.RawQuery = "/"+rest, ""
	case host == "embed.ted.com":
		page.Host = "www.ted.com"
	case host == "archive.org" && strings.HasPrefix(path, "embed/"):
		page.Path = "/details/" + strings.TrimPrefix(path, "embed/")
	case host == "widget.deezer.com" && strings.Count(path, "/") == 3:
		page.Host, page.Path = "www.deezer.com", "/"+strings.SplitN(path, "/", 3)[2]
		page.RawQuery = ""
	case host == "helloasso.com" && strings.Contains(path, "/widget"):
		page.Path = "/" + path[:strings.Index(path, "/widget")]
		page.RawQuery = ""
	case host == "instagram.com" && strings.Contains(path, "/embed"):
		page.Path, page.RawQuery = "/"+path[:strings.Index(path, "/embed")]+"/", ""
	case tubeVideo.MatchString(u.Path) && strings.Contains(path, "embed/"):
		page.Path = "/w/" + path[strings.LastIndexByte(path, '/')+1:]
		page.RawQuery = ""
	case tootPath.MatchString(u.Path):
		page.Path, page.RawQuery = "/"+strings.TrimSuffix(path, "/embed"), ""
	default:
		return ""
	}
	return page.String()
}

// frame takes what shows another page: an iframe, or an object of old.
func (f *flow) frame(n *html.Node) {
	address := frameAddress(n)
	switch {
	case address == "" && n.Data == "object":
		f.children(n)
	case address == "" || strings.Contains(address, "googletagmanager.com") || attr(n, "width") == "0" || attr(n, "height") == "0" || attr(n, "width") == "1":
		f.r.findings.add(DroppedElement, strings.TrimSpace(n.Data+" "+hostOf(address)))
	default:
		f.embedBlock(address)
	}
}

func frameAddress(n *html.Node) string {
	names := []string{"src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cmp-src", "data-consent-src", "data-src-cmplz", "data", "data-url"}
	for _, name := range names {
		if v := strings.TrimSpace(attr(n, name)); v != "" && v != "about:blank" && !strings.HasPrefix(v, "data:") {
			return v
		}
	}
	if n.Data == "object" {
		if p := find(n, func(d *html.Node) bool {
			return is(d, "param") && (attr(d, "name") == "movie" || attr(d, "name") == "src")
		}); p != nil {
			return attr(p, "value")
		}
	}
	return ""
}

// embedBlock writes the embed of an address.
func (f *flow) embedBlock(address string) {
	if n := f.r.embedNode(address); n != nil {
		f.block(n)
	}
}

// embedNode makes the embed of an address, or the link to a document; nil if the
// address is not safe.
func (r *renderer) embedNode(address string) *html.Node {
	page := safeAddress(r, publicPage(address))
	if page == "" {
		return nil
	}
	a := element("a", "href", page)
	if name := fileName(page); name != "" {
		a.AppendChild(textNode(name))
		p := element("p")
		p.AppendChild(a)
		return p
	}
	host, known := knownEmbed(page)
	if known {
		r.findings.add(Embed, host)
	} else {
		r.findings.add(UnknownEmbed, host)
	}
	a.AppendChild(textNode(page))
	fig := element("figure", "class", "embed")
	fig.AppendChild(a)
	return fig
}

// fileName is the name of the document that an address is of, "" for a page.
func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch name := path.Base(u.Path); strings.ToLower(path.Ext(name)) {
	case ".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".csv", ".zip":
		return name
	}
	return ""
}

func isEmbed(n *html.Node) bool { return is(n, "figure") && attr(n, "class") == "embed" }

// placeLines writes a paragraph, and as an embed each of its lines that is nothing
// but an address of a provider.
func (f *flow) placeLines(p *html.Node) {
	if !strings.Contains(textOf(p), "://") {
		f.out.AppendChild(p)
		return
	}
	line := &html.Node{Type: html.ElementNode, Data: "p", Attr: p.Attr}
	for c := p.FirstChild; c != nil; c = p.FirstChild {
		p.RemoveChild(c)
		alone := c.Type == html.TextNode && (line.FirstChild == nil || is(line.LastChild, "br")) && (p.FirstChild == nil || is(p.FirstChild, "br"))
		address := ""
		if alone {
			address = strings.Trim(c.Data, " ")
		}
		if !alone || !webAddress.MatchString(address) || !isWeb(address) {
			line.AppendChild(c)
			continue
		}
		f.placeLine(line)
		if n := f.r.embedNode(address); n != nil {
			f.out.AppendChild(n)
		}
		if p.FirstChild != nil {
			p.RemoveChild(p.FirstChild)
		}
		line = &html.Node{Type: html.ElementNode, Data: "p", Attr: p.Attr}
	}
	f.placeLine(line)
}

// isWeb reports whether an address alone on its line is one of a provider.
func isWeb(address string) bool {
	_, known := knownEmbed(address)
	return known && strings.HasPrefix(address, "http")
}

func (f *flow) placeLine(line *html.Node) {
	trimLine(line)
	if line.FirstChild != nil {
		p := element("p")
		p.Attr = line.Attr
		moveChildren(line, p)
		f.out.AppendChild(p)
	}
}
