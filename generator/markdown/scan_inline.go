package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// lineReader is the state of reading the words of one block.
type lineReader struct {
	lines   []span
	current int // index in lines
	at      int // offset in the source
	rest    int // where goldmark's view of the line starts: behind the last token
	pending int // start of the words that are not in raw yet

	raw      []token
	pieces   bool // raw is not yet what goldmark would say
	delims   []delimiter
	first    int32 // of the chain of delims, -1 for none
	last     int32
	brackets []bracket
	single   [1]span
}

// tokenDelimiter is a token of raw only: * _ or ~ that may turn out to be style.
// Its link is an index in delims.
const tokenDelimiter tokenKind = 255

// bracket is a [ or ![ that waits for its ].
type bracket struct {
	token  int32 // in raw
	bottom int32 // the last delimiter before it
	line   int
	start  int // behind it
	image  bool
}

// inlineSigns is 1 for signs that may be more than themselves. All other bytes are
// words.
var inlineSigns = func() (signs [256]uint8) {
	for _, b := range []byte("\\`*_~[]!<:") {
		signs[b] = 1
	}
	for b := range ' ' {
		signs[b] = 1
	}
	return signs
}()

// readLine makes the tokens of a single line.
func (s *scanner) readLine(line span) {
	s.single[0] = line
	s.readLines(s.single[:])
}

// readLines makes the tokens of a block.
func (s *scanner) readLines(lines []span) {
	s.beginBlock()
	s.lines = lines
	s.raw, s.delims, s.brackets = s.raw[:0], s.delims[:0], s.brackets[:0]
	s.first, s.last, s.pieces = -1, -1, false
	for s.current = 0; s.current < len(lines) && !s.gaveUp; s.current++ {
		s.at = lines[s.current].start
		s.rest, s.pending = s.at, s.at
		for !s.gaveUp {
			line := s.source[s.at:lines[s.current].end]
			if n := plainWords(line); n < len(line) {
				if s.at += n; line[n] != '\n' && s.sign() {
					continue
				}
			}
			break
		}
		s.endLine()
	}
	s.style(-1)
	s.resolve()
}

// plainWords is the number of bytes at the start of line that are only words. It
// looks at four at a time.
func plainWords(line []byte) int {
	i := 0
	for ; i+4 <= len(line); i += 4 {
		if four := line[i : i+4 : i+4]; inlineSigns[four[0]]|inlineSigns[four[1]]|inlineSigns[four[2]]|inlineSigns[four[3]] != 0 {
			break
		}
	}
	for i < len(line) && inlineSigns[line[i]] == 0 {
		i++
	}
	return i
}

// lineStop is the end of the line being read, its line feed included.
func (s *scanner) lineStop() int { return s.lines[s.current].end }

// sign reads what may be more than words. False ends the line.
func (s *scanner) sign() bool {
	switch b := s.source[s.at]; b {
	case '\\':
		return s.backslash()
	case '`':
		s.codeSpan()
	case '*', '_', '~':
		s.delimiter(b)
	case '!':
		s.openBracket(true)
	case '[':
		s.openBracket(false)
	case ']':
		s.closeBracket()
	case '<':
		s.angle()
	case ':':
		s.colon()
	default:
		s.giveUp()
	}
	return true
}

// peek is the byte n behind the current one; a line feed behind the line.
func (s *scanner) peek(n int) byte {
	if s.at+n >= s.lineStop() {
		return '\n'
	}
	return s.source[s.at+n]
}

// flush keeps the words before end, and goes on reading at next.
func (s *scanner) flush(end, next int) {
	if s.pending < end {
		s.raw = append(s.raw, token{kind: tokenText, start: int32(s.pending), end: int32(end)})
	}
	s.at, s.rest, s.pending = next, next, next
}

// endLine keeps the last words of a line, and its end.
func (s *scanner) endLine() {
	end := s.lineStop()
	if end == s.lines[s.current].start || s.source[end-1] != '\n' {
		s.flush(s.trimmed(end), end)
		return
	}
	length := end - s.rest
	switch {
	case length >= 2 && s.source[end-2] == '\\' && (length == 2 || s.source[end-3] != '\\'):
		s.flush(end-2, end)
		s.raw = append(s.raw, token{kind: tokenBreak, level: 1})
	case length >= 3 && s.source[end-2] == ' ' && s.source[end-3] == ' ':
		s.flush(s.trimmed(end), end)
		s.raw = append(s.raw, token{kind: tokenBreak, level: 1})
	default:
		s.flush(s.trimmed(end), end)
		s.raw = append(s.raw, token{kind: tokenBreak})
	}
}

// trimmed is the end of the pending words without the spaces before end.
func (s *scanner) trimmed(end int) int {
	for end > s.pending && (s.source[end-1] == ' ' || s.source[end-1] == '\n') {
		end--
	}
	return end
}

// backslash passes an escaped sign.
func (s *scanner) backslash() bool {
	switch {
	case s.at+1 >= s.lineStop():
		s.at++
	case s.source[s.at+1] == '\n':
		if s.at > s.rest && s.source[s.at-1] == '\\' {
			s.giveUp() // goldmark would escape the first sign of the next line
		}
		return false
	case s.source[s.at+1] < ' ':
		s.giveUp()
	default:
		s.at += 2
	}
	return true
}

// codeSpan reads code between backticks.
func (s *scanner) codeSpan() {
	start := s.at
	for s.at < s.lineStop() && s.source[s.at] == '`' {
		s.at++
	}
	length, from := s.at-start, s.at
	for line := s.current; line < len(s.lines); line++ {
		if line > s.current {
			from = s.lines[line].start
		}
		for {
			i := bytes.IndexByte(s.source[from:s.lines[line].end], '`')
			if i < 0 {
				break
			}
			close := from + i
			for from = close; from < s.lines[line].end && s.source[from] == '`'; from++ {
			}
			if from-close == length {
				s.keepCode(start, line, close, from)
				return
			}
		}
	}
	s.rest = s.at
}

// keepCode keeps the code up to close in a line; reading goes on at next.
func (s *scanner) keepCode(start, line, close, next int) {
	from := s.at
	s.flush(start, next)
	code := len(s.raw)
	for ; s.current < line; s.current++ {
		s.raw = append(s.raw, token{kind: tokenCode, start: int32(from), end: int32(s.lineStop())})
		from = s.lines[s.current+1].start
	}
	if from < close {
		s.raw = append(s.raw, token{kind: tokenCode, start: int32(from), end: int32(close)})
	}
	parts := s.raw[code:]
	first, last, blank := &parts[0], &parts[len(parts)-1], true
	for _, part := range parts {
		blank = blank && util.IsBlank(s.source[part.start:part.end])
	}
	if !blank && spaceOrLineFeed(s.source[first.start]) && spaceOrLineFeed(s.source[last.end-1]) {
		first.start++
		last.end--
	}
	first.level |= codeFirst
	last.level |= codeLast
}

func spaceOrLineFeed(b byte) bool { return b == ' ' || b == '\n' }

// angle reads an address between < and >.
func (s *scanner) angle() {
	line := s.source[s.at+1 : s.lineStop()]
	level := uint8(0)
	end := util.FindURLIndex(line)
	if end < 0 {
		level, end = 1, util.FindEmailIndex(line)
	}
	if end >= 0 && end < len(line) && line[end] == '>' {
		pos := s.at
		s.flush(pos, pos+end+2)
		s.keepLink(tokenAuto, level, linkText{dest: line[:end], pos: pos})
		return
	}
	if b := s.peek(1); util.IsAlphaNumeric(b) || b == '/' || b == '!' || b == '?' {
		s.giveUp() // HTML, perhaps
	}
	s.at++
}

func (s *scanner) keepLink(kind tokenKind, level uint8, link linkText) {
	s.raw = append(s.raw, token{kind: kind, level: level, link: int32(len(s.links))})
	s.links = append(s.links, link)
}

// colon reads an address that is written as it is.
func (s *scanner) colon() {
	if s.peek(1) == '/' && len(s.brackets) == 0 {
		if start, end := bareURL(s.source, s.pending, s.at, s.lineStop()); end > 0 {
			s.flush(start, end)
			s.keepLink(tokenAuto, 0, linkText{dest: s.source[start:end], pos: start})
			return
		}
	}
	s.at++
}

// before is the character before the current one.
func (s *scanner) before() rune {
	if s.current == 0 && s.at <= s.lines[0].start {
		return '\n'
	}
	if b := s.source[s.at-1]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, size := utf8.DecodeLastRune(s.source[:s.at])
	return s.valid(r, size)
}

// valid is r, unless that stands for what is not UTF-8.
func (s *scanner) valid(r rune, size int) rune {
	if r == utf8.RuneError && size == 1 {
		s.giveUp()
	}
	return r
}
