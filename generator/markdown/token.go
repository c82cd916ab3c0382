package markdown

// A paragraph, a heading or a cell is a list of tokens: its words, and what
// stands between them. Both parsers make the same list for the same text.
type token struct {
	kind       tokenKind
	level      uint8 // see the kinds
	link       int32 // index in composer.links, of links, images and automatic links
	start, end int32 // in the source; of a footnote: its number, and which call it is
}

type tokenKind uint8

const (
	tokenText     tokenKind = iota // words with their backslashes and entities
	tokenBreak                     // end of a line; level 1: hard
	tokenCode                      // code, or a line of it; level: codeFirst, codeLast
	tokenStyle                     // level: 1 em, 2 strong, 3 del
	tokenStyleEnd                  // same levels
	tokenLink                      //
	tokenLinkEnd                   //
	tokenImage                     // what it holds is its alternative
	tokenImageEnd                  //
	tokenAuto                      // an address that is its own words; level 1: e-mail
	tokenCall                      // call of a footnote
	tokenBack                      // from a footnote back to its call
	tokenTag                       // a tag of raw HTML, in links[link].dest
)

const (
	codeFirst = 1 << iota
	codeLast
)

const (
	levelEm     = 1
	levelStrong = 2
	levelDel    = 3
)

// linkText is where a link of the source leads.
type linkText struct {
	dest, title []byte // as written
	pos         int    // of its first character in the source
}

// wordsToken appends words, to the one before where they are one in the
// source.
func (c *composer) wordsToken(start, end int) {
	if start >= end {
		return
	}
	if n := len(c.tokens); n > 0 {
		if last := &c.tokens[n-1]; last.kind == tokenText && int(last.end) == start {
			last.end = int32(end)
			return
		}
	}
	c.tokens = append(c.tokens, token{kind: tokenText, start: int32(start), end: int32(end)})
}

func (c *composer) token(kind tokenKind, level uint8) {
	c.tokens = append(c.tokens, token{kind: kind, level: level})
}

// linkToken appends a link, an image or an automatic link.
func (c *composer) linkToken(kind tokenKind, level uint8, link linkText) {
	c.tokens = append(c.tokens, token{kind: kind, level: level, link: int32(len(c.links))})
	c.links = append(c.links, link)
}

// closing is the index of the token that ends the link or image at i.
func closing(tokens []token, i int) int {
	depth := 0
	for ; i < len(tokens); i++ {
		switch tokens[i].kind {
		case tokenLink, tokenImage:
			depth++
		case tokenLinkEnd, tokenImageEnd:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(tokens)
}

// leaf is what words meet after token i: the first character of the words that
// follow, a line end, a letter for what is no words, 0 at the end.
func (c *composer) leaf(tokens []token) []byte {
	for i := range tokens {
		switch t := &tokens[i]; t.kind {
		case tokenText:
			return c.source[t.start:t.end]
		case tokenBreak:
			return lineEnd
		case tokenCode, tokenAuto, tokenCall, tokenBack:
			return someLetter
		}
	}
	return nil
}

var (
	lineEnd    = []byte("\n")
	someLetter = []byte("x")
)
