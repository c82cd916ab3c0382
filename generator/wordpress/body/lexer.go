package body

import "strings"

type itemKind int

const (
	textItem itemKind = iota
	openItem
	closeItem
	commentItem
)

// item is a piece of stored HTML: s[start:end].
type item struct {
	kind       itemKind
	start, end int
	name       string // of a tag, in lower case
	head       int    // where its start tag ends
	inner      string // all that a raw element holds: the item goes to its end tag
	loose      bool   // its quotes do not close
}

// rawElements hold no tags of ours: their content is either no HTML or nothing we
// want to see.
var rawElements = map[string]bool{"script": true, "style": true, "textarea": true, "title": true, "noembed": true, "noframes": true,
	"xmp": true, "iframe": true, "template": true, "select": true, "svg": true}

// lexer cuts stored HTML into items, forgiving and in linear time: an unclosed tag
// is text, an unclosed comment or raw element only a tag.
type lexer struct {
	s      string
	pos    int
	plain  bool   // quotes are no longer trusted to close
	low    string // s in lower case, once it is needed
	finder finder

	nextMarkup int
}

func (l *lexer) scan() (item, bool) {
	if l.pos >= len(l.s) {
		return item{}, false
	}
	start := l.pos
	if it, ok := l.markup(start); ok {
		l.pos = it.end
		return it, true
	}
	l.pos = l.textEnd(start + 1)
	return item{kind: textItem, start: start, end: l.pos}, true
}

// textEnd is where the first tag or comment from i on begins. It remembers the
// place, for text is read in pieces.
func (l *lexer) textEnd(i int) int {
	if i <= l.nextMarkup {
		return l.nextMarkup
	}
	l.nextMarkup = len(l.s)
	for i < len(l.s) {
		j := strings.IndexByte(l.s[i:], '<')
		if j < 0 {
			break
		}
		if i += j; startsMarkup(l.s[i:]) {
			l.nextMarkup = i
			break
		}
		i++
	}
	return l.nextMarkup
}

// startsMarkup reports whether s begins like a tag or a comment.
func startsMarkup(s string) bool {
	if len(s) < 3 || s[0] != '<' {
		return false
	}
	return isLetter(s[1]) || s[1] == '!' || s[1] == '?' || s[1] == '/' && isLetter(s[2])
}

func (l *lexer) markup(i int) (item, bool) {
	s := l.s[i:]
	if !startsMarkup(s) {
		return item{}, false
	}
	if s[1] == '!' || s[1] == '?' {
		return l.comment(i)
	}
	kind, from := openItem, i+1
	if s[1] == '/' {
		kind, from = closeItem, i+2
	}
	to := from
	for to < len(l.s) && l.s[to] != '>' && l.s[to] != '/' && !isSpace(l.s[to]) {
		to++
	}
	end, loose := l.tagEnd(to)
	if end < 0 {
		return item{}, false
	}
	it := item{kind: kind, start: i, end: end, head: end, name: lower(l.s[from:to]), loose: loose}
	if kind == openItem && rawElements[it.name] {
		l.rawInner(&it)
	}
	return it, true
}

func (l *lexer) comment(i int) (item, bool) {
	open, shut := "<!--", "-->"
	if !strings.HasPrefix(l.s[i:], open) {
		open, shut = "<!", ">"
	}
	it := item{kind: commentItem, start: i, end: i + len(open)}
	if end := l.finder.find(l.s, shut, i+2); end >= 0 { // "<!-->" is a comment too
		it.end = max(end+len(shut), it.end)
	} else if open == "<!" {
		return item{}, false
	}
	return it, true
}

// tagEnd is where the tag whose attributes begin at i ends, -1 if nowhere, and
// whether quotes were left open.
func (l *lexer) tagEnd(i int) (end int, loose bool) {
	for at, quotes := i, 0; at < len(l.s) && !l.plain && quotes < 1000; at++ {
		if l.s[at] == '>' {
			return at + 1, loose
		}
		if l.s[at] != '"' && l.s[at] != '\'' {
			continue
		}
		before := at - 1
		for before > i && isSpace(l.s[before]) {
			before--
		}
		if before >= i && l.s[before] == '=' {
			quotes++
			shut := l.finder.find(l.s, l.s[at:at+1], at+1)
			if loose = loose || shut < 0; shut >= 0 {
				at = shut
			}
		}
	}
	l.plain = true
	if end := l.finder.find(l.s, ">", i); end >= 0 {
		return end + 1, true
	}
	return -1, true
}

// tag is the text of a start tag as the parser can read it.
func (l *lexer) tag(it item) string {
	tag := l.s[it.start:it.head]
	if it.loose {
		return strings.NewReplacer(`"`, "", "'", "").Replace(tag)
	}
	return tag
}

// rawInner takes the content and the end tag into the item of a raw element.
func (l *lexer) rawInner(it *item) {
	if it.name == "svg" && strings.HasSuffix(l.s[it.start:it.end], "/>") {
		return
	}
	if l.low == "" {
		l.low = lower(l.s)
	}
	shut := l.finder.find(l.low, "</"+it.name, it.end)
	if shut < 0 {
		return
	}
	it.inner = l.s[it.end:shut]
	it.end = len(l.s)
	if end := l.finder.find(l.s, ">", shut); end >= 0 {
		it.end = end + 1
	}
}

// finder remembers where a needle was found last, so that asking for it from
// every place of a text costs one reading of the text.
type finder struct {
	at map[string]found
}

type found struct{ from, at int }

// find is strings.Index from i on, for calls with growing i on one text.
func (f *finder) find(s, needle string, i int) int {
	if last, ok := f.at[needle]; ok && i >= last.from && (last.at < 0 || i <= last.at) {
		return last.at
	}
	at := -1
	if i <= len(s) {
		if at = strings.Index(s[i:], needle); at >= 0 {
			at += i
		}
	}
	if f.at == nil {
		f.at = map[string]found{}
	}
	f.at[needle] = found{i, at}
	return at
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// lower is strings.ToLower for ASCII letters only: no byte changes its place.
func lower(s string) string {
	for i := 0; ; i++ {
		if i == len(s) {
			return s
		}
		if s[i] >= 'A' && s[i] <= 'Z' {
			break
		}
	}
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}
