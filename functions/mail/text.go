package mail

import (
	"fmt"
	"strings"
)

// text writes the plain twin. Lines are not folded: mail programs fold at the
// width of the screen, and a link cut in two does not work.
func (t template) text() string {
	return strings.Join(append(textBlocks(t.body), "--------", strings.Join(textBlocks(t.footer), "\n\n")), "\n\n") + "\n"
}

func textBlocks(blocks []block) []string {
	list := make([]string, 0, len(blocks))
	for _, b := range blocks {
		list = append(list, textBlock(b))
	}
	return list
}

func textBlock(b block) string {
	switch b.kind {
	case heading:
		words := textSpans(b.spans)
		return words + "\n" + strings.Repeat("=", len([]rune(words)))
	case button:
		return b.spans[0].text + "\n" + b.spans[0].link
	case code:
		return "    " + b.spans[0].text
	case bullets, numbers:
		return textList(b)
	case quote:
		words := strings.Join(textBlocks(b.children), "\n\n")
		return "> " + strings.ReplaceAll(words, "\n", "\n> ")
	case divider:
		return "* * *"
	}
	return textSpans(b.spans)
}

func textList(b block) string {
	lines := make([]string, 0, len(b.children))
	for i, item := range b.children {
		mark := "- "
		if b.kind == numbers {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		lines = append(lines, mark+textSpans(item.spans))
	}
	return strings.Join(lines, "\n")
}

func textSpans(spans []span) string {
	var w strings.Builder
	for _, s := range spans {
		w.WriteString(s.text)
		if s.link != "" && s.link != s.text {
			w.WriteString(" (" + s.link + ")")
		}
	}
	return w.String()
}
