package prose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// speller writes blocks as Markdown.
type speller struct {
	w       *writer
	careful bool   // escape every sign, write marks as tags
	bullet  string // of lists, "-" when empty
}

// block writes one; ok is false for what Markdown has no words for.
func (s *speller) block(n *html.Node) (text string, ok bool) {
	switch n.Data {
	case "p":
		text, ok := s.inline(n, setting{})
		return s.lineStart(text), ok
	case "h2", "h3", "h4", "h5", "h6":
		return s.heading(n)
	case "hr":
		return "---", true
	case "ul", "ol":
		return s.list(n)
	case "blockquote":
		return s.quote(n)
	case "pre":
		return fence(n)
	case "table":
		return s.table(n)
	case "dl":
		return s.definitions(n)
	case "figure":
		if attr(n, "class") == "embed" {
			return s.embed(n)
		}
		return s.figure(n)
	case "div":
		return s.gallery(n)
	}
	return "", false
}

// blocks writes what stands within a block.
func (s *speller) blocks(n *html.Node) (parts []string, ok bool) {
	var run []*html.Node
	end := func() bool {
		if len(run) == 0 {
			return true
		}
		p := &html.Node{Type: html.ElementNode, Data: "p"}
		text, ok := s.inlineAll(run, setting{})
		run = nil
		_ = p
		if strings.TrimSpace(text) != "" {
			parts = append(parts, s.lineStart(strings.TrimSpace(text)))
		}
		return ok
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode || c.Type == html.ElementNode && inWords(c) {
			run = append(run, c)
			continue
		}
		if !end() {
			return nil, false
		}
		if c.Type != html.ElementNode {
			continue
		}
		text, ok := s.block(c)
		if !ok {
			return nil, false
		}
		parts = append(parts, text)
	}
	return parts, end()
}

func inWords(n *html.Node) bool {
	switch n.Data {
	case "a", "br", "wbr", "img", "span", "bdi", "rp":
		return true
	}
	return marks[n.Data] != ""
}

func (s *speller) heading(n *html.Node) (string, bool) {
	text, ok := s.inline(n, setting{oneLine: true})
	if id := attr(n, "id"); id != "" {
		text += " {#" + id + "}"
	} else if strings.HasSuffix(text, "#") {
		text = strings.TrimSuffix(text, "#") + `\#`
	}
	return strings.Repeat("#", int(n.Data[1]-'0')) + " " + text, ok && !strings.Contains(text, "\n")
}

// list writes items below each other, apart only where one holds paragraphs.
func (s *speller) list(n *html.Node) (string, bool) {
	if attr(n, "type") != "" || hasAttr(n, "reversed") {
		return "", false
	}
	number, err := strconv.Atoi(attr(n, "start"))
	if err != nil {
		number = 1
	}
	if number < 0 {
		return "", false
	}
	bullet := s.bullet
	if bullet == "" {
		bullet = "-"
	}
	inner := speller{w: s.w, careful: s.careful}
	var items [][]string
	loose := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data != "li" || attr(c, "value") != "" || attr(c, "id") != "" {
			return "", false
		}
		parts, ok := inner.blocks(c)
		if !ok {
			return "", false
		}
		paragraphs := 0
		for d := c.FirstChild; d != nil; d = d.NextSibling {
			if d.Data == "p" && d.Type == html.ElementNode {
				paragraphs++
			}
		}
		loose = loose || paragraphs > 0
		items = append(items, parts)
	}
	var b strings.Builder
	for i, parts := range items {
		mark := bullet + " "
		if n.Data == "ol" {
			mark = strconv.Itoa(number+i) + ". "
		}
		between := "\n"
		if loose {
			between = "\n\n"
		}
		if i > 0 {
			b.WriteString(between)
		}
		text := strings.Join(parts, between)
		if !loose {
			text = tight(parts)
		}
		b.WriteString(strings.TrimRight(mark+indent(text, strings.Repeat(" ", len(mark))), " "))
	}
	return b.String(), true
}

// tight joins what stands in an item: a list follows words at once, other blocks
// after a blank line.
func tight(parts []string) string {
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString("\n")
			if !startsList.MatchString(part) {
				b.WriteString("\n")
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

var startsList = regexp.MustCompile(`^([-*]|1\.) `)

// indent moves all lines but the first.
func indent(text, by string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = by + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func (s *speller) quote(n *html.Node) (string, bool) {
	parts, ok := s.blocks(n)
	if !ok || len(parts) == 0 {
		return "", false
	}
	lines := strings.Split(strings.Join(parts, "\n\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight("> "+line, " ")
	}
	return strings.Join(lines, "\n"), true
}

// fence writes code; what has marks within is no code.
func fence(n *html.Node) (string, bool) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data != "code" {
			return "", false
		}
	}
	code := textOf(n)
	mark := "```"
	for strings.Contains(code, mark) {
		mark += "`"
	}
	return mark + attr(n, "data-lang") + "\n" + strings.Trim(code, "\n") + "\n" + mark, true
}

// table writes one with a head of one line and nothing joined.
func (s *speller) table(n *html.Node) (string, bool) {
	var rows []*html.Node
	for d := range n.Descendants() {
		if d.Data == "caption" || d.Data == "tfoot" || d != n && d.Data == "table" && d.Type == html.ElementNode {
			return "", false
		}
		if d.Data == "tr" && d.Type == html.ElementNode {
			rows = append(rows, d)
		}
	}
	var b strings.Builder
	columns := 0
	for i, row := range rows {
		var cells, sides []string
		for c := row.FirstChild; c != nil; c = c.NextSibling {
			if (c.Data == "th") != (i == 0) || attr(c, "colspan") != "" || attr(c, "rowspan") != "" {
				return "", false
			}
			text, ok := s.inline(c, setting{oneLine: true, cell: true})
			if !ok || strings.Contains(text, "\n") {
				return "", false
			}
			cells = append(cells, text)
			sides = append(sides, dashes(attr(c, "style")))
		}
		if i == 0 {
			columns = len(cells)
		}
		if len(cells) != columns || columns == 0 {
			return "", false
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "| %s |\n", strings.Join(sides, " | "))
		}
	}
	return strings.TrimRight(b.String(), "\n"), len(rows) > 1
}

func dashes(style string) string {
	switch {
	case strings.Contains(style, "center"):
		return ":-:"
	case strings.Contains(style, "right"):
		return "--:"
	}
	return "---"
}

func (s *speller) definitions(n *html.Node) (string, bool) {
	var b strings.Builder
	before := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Data == "dt":
			text, ok := s.inline(c, setting{oneLine: true})
			if !ok || text == "" {
				return "", false
			}
			if before == "dd" {
				b.WriteString("\n")
			}
			b.WriteString(s.lineStart(text) + "\n")
		case c.Data == "dd" && before != "":
			parts, ok := s.blocks(c)
			if !ok || len(parts) != 1 {
				return "", false
			}
			b.WriteString(": " + indent(parts[0], "  ") + "\n")
		default:
			return "", false
		}
		before = c.Data
	}
	return strings.TrimRight(b.String(), "\n"), before == "dd"
}

// embed writes the address of something that readers may load.
func (s *speller) embed(n *html.Node) (string, bool) {
	address, caption, ok := "", "", true
	for d := range n.Descendants() {
		switch d.Data {
		case "a":
			if address == "" {
				address = attr(d, "href")
			}
		case "figcaption":
			caption, ok = s.inline(d, setting{oneLine: true, link: true})
		}
	}
	if strings.ContainsAny(address, " <>") || address == "" {
		return "", false
	}
	if caption != "" && s.careful { // of a site whose pages the generator does not know
		return "<" + address + ">\n\n" + s.lineStart(caption), ok
	}
	if caption != "" {
		return "[" + caption + "](" + destination(address) + ")", ok
	}
	return "<" + address + ">", ok
}

// figure writes a picture with a caption of plain words.
func (s *speller) figure(n *html.Node) (string, bool) {
	var caption *html.Node
	shown := n.FirstChild
	if last := n.LastChild; last != nil && last.Data == "figcaption" {
		caption = last
	}
	if shown == nil || shown == caption || shown.NextSibling != caption || shown.Data != "img" && shown.Data != "a" {
		return "", false
	}
	if caption == nil {
		return s.inlineAll([]*html.Node{shown}, setting{})
	}
	title, ok := plainCaption(caption)
	if !ok {
		return "", false
	}
	if shown.Data == "img" && attr(shown, "alt") != "" {
		return s.picture(shown, title)
	}
	img := shown.FirstChild
	if shown.Data != "a" || img == nil || img.Data != "img" || img.NextSibling != nil || attr(img, "alt") == "" {
		return "", false
	}
	text, ok := s.picture(img, title)
	return "[" + text + "](" + destination(attr(shown, "href")) + ")", ok
}

// plainCaption is a caption without marks, as a title.
func plainCaption(n *html.Node) (string, bool) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			return "", false
		}
	}
	text := collapse(textOf(n))
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`).Replace(strings.TrimSpace(text)), !strings.Contains(text, "\n")
}

// gallery writes pictures below each other in one paragraph.
func (s *speller) gallery(n *html.Node) (string, bool) {
	var lines []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data != "figure" || c.FirstChild == nil || c.FirstChild.Data != "img" && c.FirstChild.Data != "a" {
			return "", false
		}
		line, ok := s.figure(c)
		if !ok {
			return "", false
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), len(lines) > 1
}
