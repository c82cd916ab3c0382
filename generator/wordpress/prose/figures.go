package prose

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Count is how many of the things of a source were found again.
type Count struct{ Found, Of int }

// Figures compares a text with its source, kind by kind: headings by their words
// alone, since their levels depend on the page; code line by line.
type Figures struct {
	Words, Links, Images, Alts, Headings, Items, Cells, Code, Inline, Embeds, Media, Breaks, Notes Count
}

// Add adds the figures of another text.
func (f *Figures) Add(other Figures) {
	theirs := other.counts()
	for i, c := range f.counts() {
		c.Found += theirs[i].Found
		c.Of += theirs[i].Of
	}
}

func (f *Figures) counts() []*Count {
	return []*Count{&f.Words, &f.Links, &f.Images, &f.Alts, &f.Headings, &f.Items, &f.Cells, &f.Code, &f.Inline, &f.Embeds, &f.Media,
		&f.Breaks, &f.Notes}
}

// compare counts in both lists what is the same, wherever it stands.
func compare(source, shown []event) Figures {
	if _, ok := same(source, shown); ok {
		return whole(source)
	}
	var f Figures
	counts := f.counts()
	left := map[thing]int{}
	count(shown, func(t thing, n int) { left[t] += n })
	count(source, func(t thing, n int) {
		counts[t.figure].Of += n
		found := min(n, left[t])
		counts[t.figure].Found += found
		left[t] -= found
	})
	return f
}

// whole are the figures of a text of which nothing is lost.
func whole(source []event) Figures {
	var f Figures
	counts := f.counts()
	count(source, func(t thing, n int) { counts[t.figure].Of += n })
	for _, c := range counts {
		c.Found = c.Of
	}
	return f
}

// thing is one thing that is counted; its figure is an index in counts.
type thing struct {
	figure int
	text   string
}

const (
	ofWords = iota
	ofLinks
	ofImages
	ofAlts
	ofHeadings
	ofItems
	ofCells
	ofCode
	ofInline
	ofEmbeds
	ofMedia
	ofBreaks
	ofNotes
)

// figureOf is the figure that counts events of a kind by their text.
var figureOf = map[eventKind]int{eventImage: ofImages, eventAlt: ofAlts, eventEmbed: ofEmbeds, eventMedia: ofMedia, eventBreak: ofBreaks, eventNote: ofNotes}

// count tells what is to be counted of a text.
func count(events []event, add func(t thing, n int)) {
	for i := range events {
		switch e := &events[i]; e.kind {
		case eventLine:
			countWords(e.text, add)
		case eventCode:
			countWords(e.text, add)
			add(thing{ofCode, e.text}, 1)
		case eventBlock:
			for line := range strings.Lines(e.text) {
				countWords(line, add)
				add(thing{ofCode, strings.TrimSpace(line)}, 1)
			}
		case eventMark:
			switch e.name {
			case atom.A:
				add(thing{ofLinks, e.text}, 1)
			case atom.U, atom.Code: // one has no meaning, the other is counted by its words
			default:
				add(thing{ofInline, e.name.String()}, 1)
			}
		case eventHeading:
			add(thing{ofHeadings, lineAfter(events[i+1:])}, 1)
		case eventOpen:
			switch e.name {
			case atom.Li:
				add(thing{ofItems, lineAfter(events[i+1:])}, 1)
			case atom.Td, atom.Th:
				add(thing{ofCells, e.name.String() + lineAfter(events[i+1:])}, 1)
			}
		default:
			if figure, ok := figureOf[e.kind]; ok {
				add(thing{figure, e.text}, 1)
			}
		}
	}
}

func countWords(text string, add func(t thing, n int)) {
	for word := range strings.FieldsSeq(text) {
		if word = bare(word); word != "" {
			add(thing{ofWords, word}, 1)
		}
	}
}

// bare is a text without what a printer may set otherwise: whether a quotation mark
// opens or shuts depends on what stands beside it.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if light(r) {
			return -1
		}
		return r
	}, text)
}

// lineAfter is the line of the block that was just opened.
func lineAfter(events []event) string {
	for _, e := range events {
		switch e.kind {
		case eventLine:
			return bare(e.text)
		case eventAnchor, eventMark, eventImage, eventAlt:
		default:
			return ""
		}
	}
	return ""
}

// Lost is how much was not found again.
func (f *Figures) Lost() int {
	lost := 0
	for _, c := range f.counts() {
		lost += c.Of - c.Found
	}
	return lost
}
