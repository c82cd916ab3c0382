package site

import (
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"maillage/generator/picture"
	"maillage/generator/theme"
)

// card is the picture that social networks show for pages that have none.
type card struct {
	image   *theme.Image
	file    string
	options picture.CardOptions
}

// card is the picture of a zone, named by a hash of what it says. It is drawn when
// it is written.
func (e *Engine) card(z *zone, lang string) *theme.Image {
	key := lang + " " + z.ID
	if c := e.cards[key]; c != nil {
		return c.image
	}
	v := e.view(z, lang)
	if z.home[lang] == nil && lang != languages[0] {
		return e.card(z, languages[0])
	}
	look := e.skin(z).Card()
	if look == nil {
		return nil
	}
	c := &card{options: *look}
	c.options.Title, c.options.Site = v.Tagline, v.SiteName
	if z.above != nil {
		c.options.Kicker = v.Name
	}
	if c.options.Title == "" {
		c.options.Title, c.options.Kicker = v.Name, ""
	}
	sum := xxh3.HashString(strings.Join([]string{c.options.Title, c.options.Kicker, c.options.Site, e.skin(z).Name, lang}, "\x00"))
	address := escaped(z.path(e.model.site(z, lang))) + "share-" + strconv.FormatUint(sum, 36) + ".png"
	c.file = publicFile(v.Host, address)
	c.image = &theme.Image{URL: address, Alt: strings.TrimSpace(c.options.Kicker + " " + c.options.Title), Width: 1200, Height: 630}
	e.cards[key] = c
	return c.image
}

// planCards adds the pictures that pages name.
func (p plan) planCards() {
	for _, z := range p.model.sites {
		for _, lang := range languages {
			p.card(z, lang)
		}
	}
	for _, c := range p.cards {
		p.made(c.file, "", func(_ *theme.Context, dst []byte) ([]byte, error) {
			data, err := p.cache.Card(c.options)
			return append(dst, data...), err
		})
	}
}
