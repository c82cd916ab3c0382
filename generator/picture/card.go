package picture

import (
	"fmt"
	"image/color"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// CardOptions are the words and the look of a card.
type CardOptions struct {
	Title  string // wrapped to at most four lines
	Kicker string // above the title: a place, a date, a section
	Site   string // below, beside the mark

	Background, Foreground, Accent color.RGBA // alpha is ignored

	// Font is a TTF or OTF file, for all three texts; letters it lacks are shown
	// without their accent, or left out, as emoji are.
	Font []byte
}

// The card, in pixels.
const (
	cardWidth, cardHeight = 1200, 630
	cardMargin            = 80
	textWidth             = 840
	titleTop, titleBottom = 150, 500
	kickerBaseline        = 112
	siteBaseline          = 551
	kickerSize, siteSize  = 36, 34
)

// Card draws a picture of 1200 by 630 pixels, a PNG, that shows a page where
// its link is shared. The same options give the same bytes.
func Card(o CardOptions) ([]byte, error) {
	face, err := opentype.Parse(o.Font)
	if err != nil {
		return nil, fmt.Errorf("read the font of a card: %w", err)
	}
	s := &setter{font: face}
	if s.rule = s.face(ruleSize); s.err != nil {
		return nil, fmt.Errorf("read the font of a card: %w", s.err)
	}
	p := newPaper(o.Background, o.Foreground, o.Accent)
	p.weave(960)
	size, lines := s.title(o.Title)
	baseline := titleTop + size*9/10
	if kicker := s.fit(o.Kicker, kickerSize); kicker != "" {
		s.draw(p, accent, kicker, kickerSize, cardMargin, kickerBaseline)
	} else {
		baseline -= titleTop - cardMargin
	}
	for _, line := range lines {
		s.draw(p, foreground, line, size, cardMargin-size/24, baseline)
		baseline += leading(size)
	}
	if site := s.fit(o.Site, siteSize); site != "" {
		p.mark(cardMargin, siteBaseline-29, 36)
		s.draw(p, foreground, site, siteSize, cardMargin+54, siteBaseline)
	}
	if s.err != nil {
		return nil, fmt.Errorf("draw a card: %w", s.err)
	}
	return p.png(), nil
}

// Card is the function Card, drawn once.
func (c *Cache) Card(o CardOptions) ([]byte, error) {
	words := fmt.Sprintf("%q %q %q %v %v %v", o.Title, o.Kicker, o.Site, o.Background, o.Foreground, o.Accent)
	files, err := c.once(keyOf([]byte("card "+version), []byte(words), o.Font), func() ([]File, error) {
		data, err := Card(o)
		return []File{{Type: pngKind.mediaType(), Width: cardWidth, Height: cardHeight, Data: data}}, err
	})
	if err != nil {
		return nil, err
	}
	return files[0].Data, nil
}

// setter sets text in a font; it remembers its first error.
type setter struct {
	font *sfnt.Font
	rule font.Face // measures; widths of other sizes follow
	buf  sfnt.Buffer
	err  error
}

func leading(size int) int { return size * 108 / 100 }
