package body

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// embed is a figure that stands for something of another site.
func (w *writer) embed(address string, caption []*html.Node) *html.Node {
	w.find("embed", host(address))
	figure := element("figure", "class", "embed")
	link := element("a", "href", address)
	link.AppendChild(&html.Node{Type: html.TextNode, Data: address})
	figure.AppendChild(link)
	if len(caption) > 0 {
		words := appendAll(element("figcaption"), caption)
		trim(words)
		figure.AppendChild(words)
	}
	return figure
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// embedBlock reads an embed block: its address is an attribute, or the only words.
func (w *writer) embedBlock(n *html.Node, a blockAttrs) []*html.Node {
	var caption []*html.Node
	if c := first(n, "figcaption"); c != nil {
		caption = w.inline(children(c), 0)
		c.Parent.RemoveChild(c)
	}
	address := strings.TrimSpace(textOf(n))
	if !isURL(address) {
		address = a.URL
	}
	if frame := first(n, "iframe"); frame != nil && address == "" {
		address = public(attr(frame, "src"))
	}
	if address == "" {
		w.find("dynamic", "core/embed")
		return nil
	}
	return []*html.Node{w.embed(address, caption)}
}

var oneURL = regexp.MustCompile(`^https?://[^\s<>"\[\]]+$`)

func isURL(words string) bool { return oneURL.MatchString(words) }

// providers are the sites whose addresses WordPress shows as what they are, when
// they stand alone.
var providers = regexp.MustCompile(`(?i)^https?://([a-z0-9-]+\.)*(youtube\.com/(watch|playlist|shorts|live|v/|embed)|youtu\.be/|youtube-nocookie\.com/|vimeo\.com/|dailymotion\.com/|dai\.ly/|` +
	`flickr\.com/|flic\.kr/|smugmug\.com/|scribd\.com/(doc|document)/|wordpress\.tv/|(x|twitter)\.com/[^/]+/(status|timelines|moments|likes|lists)|(x|twitter)\.com/\w+/?$|` +
	`soundcloud\.com/|open\.spotify\.com/|spotify\.com/|imgur\.com/|slideshare\.net/|issuu\.com/.+/docs/|mixcloud\.com/|ted\.com/talks/|animoto\.com/|` +
	`video214\.com/|tumblr\.com/(post|image)|kickstarter\.com/projects/|kck\.st/|speakerdeck\.com/|cloudup\.com/|reverbnation\.com/|videopress\.com/v/|` +
	`reddit\.com/r/|screencast\.com/|amazon\.[a-z.]+/|a\.co/|tiktok\.com/@|pinterest\.[a-z.]+/|wolframcloud\.com/|pca\.st/|facebook\.com/|fb\.watch/|instagram\.com/|` +
	`instagr\.am/|crowdsignal\.net/|polldaddy\.com/|poll\.fm/|bsky\.app/profile/|anghami\.com/|canva\.com/design/|hulu\.com/watch|umap\.openstreetmap\.fr/|framaforms\.org/|` +
	`meetup\.com/|meetu\.ps/|photobucket\.com/|viddler\.com/|qik\.com/|blip\.tv/|funnyordie\.com/videos/|rdio\.com/|vine\.co/v/|wordpress\.org/plugins/|gist\.github\.com/)`)

// peer finds videos of PeerTube and posts of Mastodon, which have no host of their
// own.
var peer = regexp.MustCompile(`^https://[^/]+/(videos/watch/|w/|videos/embed/)[A-Za-z0-9-]+|^https://[^/]+/@\w+(@[\w.-]+)?/\d+$`)

func embeds(address string) bool { return providers.MatchString(address) || peer.MatchString(address) }

// alone is the address of which a paragraph consists, "" where it is more.
func alone(p *html.Node) string {
	words := ""
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case blank(c):
		case c.Type == html.TextNode && words == "":
			words = strings.Trim(c.Data, " \t\n\u00a0")
		default:
			return ""
		}
	}
	if isURL(words) && embeds(words) {
		return words
	}
	return ""
}

// public is the page behind the address of a player.
func public(src string) string {
	src = strings.TrimSpace(src)
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	u, err := url.Parse(src)
	if err != nil || u.Host == "" {
		return ""
	}
	last := path.Base(u.Path)
	switch name := host(src); {
	case (name == "youtube.com" || name == "youtube-nocookie.com") && strings.HasPrefix(u.Path, "/embed/"):
		if last == "videoseries" {
			return "https://www.youtube.com/playlist?list=" + url.QueryEscape(u.Query().Get("list"))
		}
		address := "https://www.youtube.com/watch?v=" + last
		if at := firstOf(u.Query().Get("start"), u.Query().Get("t")); at != "" {
			address += "&t=" + url.QueryEscape(at)
		}
		return address
	case name == "player.vimeo.com":
		return "https://vimeo.com/" + last
	case name == "dailymotion.com" && strings.HasPrefix(u.Path, "/embed/"):
		return "https://www.dailymotion.com/video/" + last
	case name == "geo.dailymotion.com":
		return "https://www.dailymotion.com/video/" + u.Query().Get("video")
	case strings.HasPrefix(u.Path, "/videos/embed/"):
		return u.Scheme + "://" + u.Host + "/w/" + last
	case name == "w.soundcloud.com" && u.Query().Get("url") != "":
		return u.Query().Get("url")
	case name == "open.spotify.com":
		u.Path = strings.TrimPrefix(u.Path, "/embed")
		u.RawQuery = ""
		return u.String()
	case name == "facebook.com" && strings.HasPrefix(u.Path, "/plugins/") && u.Query().Get("href") != "":
		return u.Query().Get("href")
	}
	return src
}

// quoted is the address behind the code that a network gives for a post of its own:
// a quotation with a link at its end.
func quoted(n *html.Node) string {
	for _, class := range []string{"twitter-tweet", "twitter-video", "instagram-media", "mastodon-embed", "bluesky-embed", "tiktok-embed", "reddit-embed-bq", "wp-embedded-content"} {
		if !hasClass(n, class) {
			continue
		}
		address := firstOf(attr(n, "data-instgrm-permalink"), attr(n, "cite"), attr(n, "data-embed-url"))
		for d := range n.Descendants() {
			if d.Data == "a" && isURL(attr(d, "href")) && (address == "" || class == "twitter-tweet") {
				address = attr(d, "href")
			}
		}
		return address
	}
	return ""
}
