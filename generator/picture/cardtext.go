package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
)

const (
	maxLines = 4
	ellipsis = "…"
)

// word is a word and its width at ruleSize.
type word struct {
	text  string
	width int
}

func (s *setter) words(texts []string) []word {
	list := make([]word, len(texts))
	for i, text := range texts {
		list[i] = word{text, s.width(text, ruleSize)}
	}
	return list
}

// title finds the largest size at which a title fits, and its lines.
func (s *setter) title(text string) (size int, lines []string) {
	words := s.words(strings.Split(s.clean(text), " "))
	for _, size = range []int{132, 116, 100, 92, 84, 76, 70, 64, 58, 52, 46, 42} {
		most := min(maxLines, (titleBottom-titleTop)/leading(size))
		if lines = s.wrap(words, size, textWidth); lines != nil && len(lines) <= most {
			return size, s.balance(words, size, lines)
		}
	}
	return size, s.cut(words, size)
}

// wrap fills lines of a width; nil when a word alone is wider.
func (s *setter) wrap(words []word, size, width int) (lines []string) {
	room, used := width*ruleSize/size, 0
	space := s.width(" ", ruleSize)
	for _, w := range words {
		switch last := len(lines) - 1; {
		case w.width > room:
			return nil
		case last >= 0 && used+space+w.width <= room:
			lines[last] += " " + w.text
			used += space + w.width
		default:
			lines = append(lines, w.text)
			used = w.width
		}
	}
	return lines
}

// balance narrows the lines as far as there are no more of them.
func (s *setter) balance(words []word, size int, lines []string) []string {
	const step = 12
	for width := textWidth - step; width > 0; width -= step {
		narrower := s.wrap(words, size, width)
		if narrower == nil || len(narrower) > len(lines) {
			break
		}
		lines = narrower
	}
	return lines
}

// cut fills all lines with the start of a title and ends them with an ellipsis.
// A word wider than a line is divided.
func (s *setter) cut(words []word, size int) []string {
	var parts []string
	for _, w := range words {
		for w.width*size/ruleSize > textWidth {
			at := s.divide(w.text, size)
			parts = append(parts, w.text[:at])
			w = word{w.text[at:], s.width(w.text[at:], ruleSize)}
		}
		parts = append(parts, w.text)
	}
	lines := s.wrap(s.words(parts), size, textWidth)
	if len(lines) <= maxLines {
		return lines
	}
	lines = lines[:maxLines]
	last := &lines[maxLines-1]
	for s.width(*last+ellipsis, size) > textWidth && strings.Contains(*last, " ") {
		*last = (*last)[:strings.LastIndex(*last, " ")]
	}
	*last = s.shorten(*last+ellipsis, size, textWidth)
	return lines
}

// divide finds where a word fills a line, after a hyphen where it has one.
func (s *setter) divide(text string, size int) int {
	at := len(text)
	for at > 0 && s.width(text[:at], size) > textWidth {
		_, last := utf8.DecodeLastRuneInString(text[:at])
		at -= last
	}
	if hyphen := strings.LastIndex(text[:at], "-"); hyphen > 0 {
		return hyphen + 1
	}
	_, first := utf8.DecodeRuneInString(text)
	return max(at, first)
}

// fit makes one line of a text, shortened where it must be.
func (s *setter) fit(text string, size int) string {
	return s.shorten(s.clean(text), size, textWidth-cardMargin)
}

// shorten takes letters from the end until a text and its ellipsis fit.
func (s *setter) shorten(text string, size, width int) string {
	if !strings.HasSuffix(text, ellipsis) && s.width(text, size) <= width {
		return text
	}
	rest := []rune(strings.TrimSuffix(text, ellipsis))
	for {
		for len(rest) > 0 && !unicode.IsLetter(rest[len(rest)-1]) && !unicode.IsDigit(rest[len(rest)-1]) {
			rest = rest[:len(rest)-1]
		}
		if text = string(rest) + ellipsis; len(rest) == 0 || s.width(text, size) <= width {
			return text
		}
		rest = rest[:len(rest)-1]
	}
}

// face gives the font at a size in pixels.
func (s *setter) face(size int) font.Face {
	face, err := opentype.NewFace(s.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		s.err = err
	}
	return face
}

// ruleSize is the size at which texts are measured.
const ruleSize = 100

func (s *setter) width(text string, size int) int {
	return font.MeasureString(s.rule, text).Ceil() * size / ruleSize
}
