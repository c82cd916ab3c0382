package prose

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
)

// cards knows which addresses the language shows as the card of a video or a
// post, by asking the renderer.
type cards struct {
	renderer *markdown.Renderer
	found    map[string]string // where a card leads by its address; "" for no card
}

func (c *cards) address(url string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return url
	}
	to, ok := c.found[url]
	if !ok {
		to = c.ask(url)
		c.found[url] = to
	}
	if to == "" {
		return url
	}
	return to
}

// knows says whether an address is that of a card.
func (c *cards) knows(url string) bool {
	c.address(url)
	return c.found[url] != ""
}

func (c *cards) ask(url string) string {
	doc := c.renderer.Render([]byte("[x](" + address(url) + ")"))
	if len(doc.Links) != 1 || !doc.Links[0].Embed {
		return ""
	}
	nodes, err := html.ParseFragment(strings.NewReader(string(doc.HTML(nil, ""))), element(atom.Body))
	if err != nil || len(nodes) == 0 {
		return ""
	}
	if link := find(nodes[0], atom.A); link != nil {
		return attr(link, "href")
	}
	return ""
}
