package markdown_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/generator/markdown"
)

// A link alone in its paragraph is a card when its host is known, framed when
// the host may be.
func TestCards(t *testing.T) {
	const nocookie, watch = "https://www.youtube-nocookie.com/embed/abc-EFG_123", "https://www.youtube.com/watch?v=abc-EFG_123"
	tests := []struct{ address, class, href, frame string }{
		{"https://www.youtube.com/watch?v=abc-EFG_123&list=x", "youtube", watch, nocookie},
		{"https://m.youtube.com/watch?v=abc-EFG_123&t=1h2m3s", "youtube", watch + "&t=3723s", nocookie + "?start=3723"},
		{"https://youtu.be/abc-EFG_123?t=42", "youtube", watch + "&t=42s", nocookie + "?start=42"},
		{"https://www.youtube.com/shorts/abc-EFG_123", "youtube", watch, nocookie},
		{"https://www.youtube-nocookie.com/embed/abc-EFG_123", "youtube", watch, nocookie},
		{"https://www.youtube.com/@quelquun", "", "", ""},
		{"https://youtu.be/court", "", "", ""},
		{"https://vimeo.com/76979871", "vimeo", "https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"},
		{"https://vimeo.com/76979871/abcdef0123", "vimeo", "https://vimeo.com/76979871/abcdef0123", "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef0123"},
		{"https://dai.ly/x8abcde", "dailymotion", "https://www.dailymotion.com/video/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"},
		{"https://tube.exemple.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", "peertube", "https://tube.exemple.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", ""},
		{"https://tube.exemple.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d", "peertube", "https://tube.exemple.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d", ""},
		{"https://wiki.exemple.org/w/index.php", "", "", ""},
		{"http://twitter.com/a/status/1234567", "x", "https://twitter.com/a/status/1234567", ""},
		{"https://www.instagram.com/p/CabcDEF/", "instagram", "https://www.instagram.com/p/CabcDEF/", ""},
		{"https://www.tiktok.com/@a.b/video/7212345678901234567", "tiktok", "https://www.tiktok.com/@a.b/video/7212345678901234567", ""},
		{"https://www.facebook.com/page/videos/12345/", "facebook", "https://www.facebook.com/page/videos/12345/", ""},
		{"https://www.youtube.com.exemple.org/watch?v=abc-EFG_123", "", "", ""},
		{"https://exemple.org/article", "", "", ""},
	}
	for _, test := range tests {
		doc := markdown.New("fr").Render([]byte("Avant.\n\n" + test.address + "\n"))
		figure := find(t, string(doc.HTML(nil, "")), "figure")
		if figure == nil || test.class == "" {
			if (figure == nil) != (test.class == "") || doc.Links[0].Embed {
				t.Errorf("%s: card %v, class %q wanted", test.address, figure, test.class)
			}
			continue
		}
		href := attribute(figure.FirstChild, "href")
		if class := attribute(figure, "class"); class != "embed embed-"+test.class || href != test.href || attribute(figure, "data-embed") != test.frame {
			t.Errorf("%s: %s %s %s", test.address, class, href, attribute(figure, "data-embed"))
		}
		if link := doc.Links[0]; !link.Embed || link.Dest != test.address {
			t.Errorf("%s: %+v", test.address, link)
		}
	}
}

func find(t *testing.T, page, tag string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == tag && n.Type == html.ElementNode {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
