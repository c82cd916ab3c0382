// Package policy is the list of the HTML that texts may hold beside Markdown: what
// says something, and nothing that acts, hides, dresses or asks somebody else.
//
//	policy.Find("sub")                          // allowed within words
//	policy.Find("script")                       // nil
//	policy.Find("td").Allows("colspan", "2")    // true
//
// The generator refuses what is not here, with the place in the file; an importer
// writes nothing else.
//
// Addresses of links and pictures are judged by package markdown, as those of
// Markdown are.
package policy

import (
	"regexp"
	"slices"
	"strings"
)

// Element is one that texts may hold.
type Element struct {
	Inline bool // it stands within words
	Void   bool // it has no end
	attrs  map[string]*regexp.Regexp
}

var (
	anything  = regexp.MustCompile(`(?s)^.*$`)
	number    = regexp.MustCompile(`^-?\d{1,6}$`)
	positive  = regexp.MustCompile(`^[1-9]\d{0,3}$`)
	alone     = regexp.MustCompile(`^(|open|reversed|controls)$`)
	language  = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	direction = regexp.MustCompile(`^(ltr|rtl|auto)$`)
	moment    = regexp.MustCompile(`^[-0-9:.+ TZPWDHMS]{1,40}$`)
	scope     = regexp.MustCompile(`^(row|col|rowgroup|colgroup)$`)
	listType  = regexp.MustCompile(`^[1aAiI]$`)
	aligned   = regexp.MustCompile(`^align-(left|center|right)$`)
	button    = regexp.MustCompile(`^button$`)
	embed     = regexp.MustCompile(`^embed$`)
	gallery   = regexp.MustCompile(`^gallery$`)
	code      = regexp.MustCompile(`^language-[A-Za-z0-9+#_-]{1,30}$`)
	kind      = regexp.MustCompile(`^(subtitles|captions|descriptions|chapters)$`)
	anchor    = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_:.-]{0,99}$`)
)

// ValidID says whether a place of a text can have a name. Some belong to the page
// around it.
func ValidID(id string) bool {
	return anchor.MatchString(id) && id != "contenu" && !strings.HasPrefix(id, "fn:") && !strings.HasPrefix(id, "fnref")
}

type attrs map[string]*regexp.Regexp

func inline(a attrs) *Element { return &Element{Inline: true, attrs: a} }
func block(a attrs) *Element  { return &Element{attrs: a} }
func void(in bool, a attrs) *Element {
	return &Element{Inline: in, Void: true, attrs: a}
}

var cell = attrs{"colspan": positive, "rowspan": positive, "scope": scope, "class": aligned, "headers": anything, "abbr": anything}

var elements = map[string]*Element{
	"a": inline(attrs{"href": anything, "class": button, "hreflang": language}), "abbr": inline(nil), "b": inline(nil), "bdi": inline(nil),
	"bdo": inline(nil), "cite": inline(nil), "code": inline(attrs{"class": code}), "del": inline(attrs{"datetime": moment}), "dfn": inline(nil),
	"em": inline(nil), "i": inline(nil), "ins": inline(attrs{"datetime": moment}), "kbd": inline(nil), "mark": inline(nil), "q": inline(nil),
	"rp": inline(nil), "rt": inline(nil), "ruby": inline(nil), "s": inline(nil), "samp": inline(nil), "small": inline(nil), "span": inline(nil),
	"strong": inline(nil), "sub": inline(nil), "sup": inline(nil), "time": inline(attrs{"datetime": moment}), "u": inline(nil), "var": inline(nil),
	"br": void(true, nil), "wbr": void(true, nil), "img": void(true, attrs{"src": anything, "alt": anything, "width": number, "height": number}),

	"p": block(attrs{"class": aligned}), "blockquote": block(nil), "pre": block(nil), "hr": void(false, nil),
	"h2": block(attrs{"class": aligned}), "h3": block(attrs{"class": aligned}), "h4": block(attrs{"class": aligned}), "h5": block(attrs{"class": aligned}),
	"h6": block(attrs{"class": aligned}),
	"ul": block(nil), "ol": block(attrs{"start": number, "reversed": alone, "type": listType}), "li": block(attrs{"value": number}),
	"dl": block(nil), "dt": block(nil), "dd": block(nil), "div": block(attrs{"class": gallery}),
	"details": block(attrs{"open": alone}), "summary": block(nil), "figure": block(attrs{"class": embed}), "figcaption": block(nil),
	"table": block(nil), "caption": block(nil), "thead": block(nil), "tbody": block(nil), "tfoot": block(nil), "tr": block(nil),
	"th": block(cell), "td": block(cell), "colgroup": block(nil), "col": void(false, attrs{"span": positive}),
	"audio": inline(attrs{"src": anything, "controls": alone}), "video": inline(attrs{"src": anything, "controls": alone, "poster": anything, "width": number, "height": number}),
	"source": void(true, attrs{"src": anything, "type": anything}),
	"track":  void(true, attrs{"src": anything, "kind": kind, "srclang": language, "label": anything}),
}

// everywhere are the attributes of all elements.
var everywhere = attrs{"id": anchor, "lang": language, "dir": direction, "title": anything}

// Find is an element by its name in small letters, nil where texts may not hold it.
func Find(name string) *Element { return elements[name] }

// Allows says whether the element may have an attribute with a value.
func (e *Element) Allows(name, value string) bool {
	form := e.attrs[name]
	if form == nil {
		form = everywhere[name]
	}
	return form != nil && form.MatchString(value) && (name != "id" || ValidID(value))
}

// Attributes are the names that the element may have, sorted.
func (e *Element) Attributes() []string {
	var names []string
	for _, set := range []attrs{e.attrs, everywhere} {
		for name := range set {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
