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
	sum     uint64
	round   uint32 // of derive
}

// card is the picture of a zone, named by a hash of what it says. It is drawn when
// it is written.
func (e *Engine) card(z *zone, lang string) *theme.Image {
	key := lang + " " + z.ID
	c := e.cards[key]
	if c != nil && c.round == e.derived {
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
	options := *look
	options.Title, options.Site = v.Tagline, v.SiteName
	if z.above != nil {
		options.Kicker = v.Name
	}
	if options.Title == "" {
		options.Title, options.Kicker = v.Name, ""
	}
	sum := xxh3.HashString(strings.Join([]string{options.Title, options.Kicker, options.Site, e.skin(z).Name, lang}, "\x00"))
	if c != nil && c.sum == sum {
		c.round = e.derived
		return c.image
	}
	c = &card{options: options, sum: sum, round: e.derived}
	address := escaped(z.path(e.model.site(z, lang))) + "share-" + strconv.FormatUint(sum, 36) + ".png"
	c.file = publicFile(v.Host, address)
	c.image = &theme.Image{URL: address, Alt: strings.TrimSpace(options.Kicker + " " + options.Title), Width: 1200, Height: 630}
	e.cards[key] = c
	return c.image
}

// planCards adds the pictures that pages name.
func (p plan) planCards() {
	if p.options.Out == "" {
		return
	}
	for _, z := range p.model.sites {
		for _, lang := range languages {
			p.card(z, lang)
		}
	}
	for _, c := range p.cards {
		if c.round != p.derived {
			continue
		}
		p.made(c.file, "", func(_ *theme.Context, dst []byte) ([]byte, error) {
			data, err := p.cache.Card(c.options)
			return append(dst, data...), err
		})
	}
}
