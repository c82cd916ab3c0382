package markdown

import (
	"bytes"
)

// callouts are the kinds of quotations that draw attention, by their marker.
var callouts = [...]struct{ marker, fr, en string }{
	{"note", "À noter", "Note"},
	{"tip", "Conseil", "Tip"},
	{"important", "Important", "Important"},
	{"warning", "Attention", "Warning"},
	{"caution", "Danger", "Caution"},
}

// calloutMarker reads the first line of a quotation, [!NOTE] and a title: which
// of callouts it is, from 1, and where the title starts and ends in line. 0 for
// any other line.
func calloutMarker(line []byte) (kind, start, end int) {
	start = len(line) - len(bytes.TrimLeft(line, " \t"))
	end = len(bytes.TrimRight(line, " \t\n"))
	if start+4 > end || line[start] != '[' || line[start+1] != '!' {
		return 0, 0, 0
	}
	n := bytes.IndexByte(line[:end], ']')
	if n < 0 {
		return 0, 0, 0
	}
	for i, c := range callouts {
		if bytes.EqualFold(line[start+2:n], []byte(c.marker)) {
			kind = i + 1
		}
	}
	rest := bytes.TrimLeft(line[n+1:end], " \t")
	if kind == 0 || len(rest) > 0 && len(rest) == end-n-1 {
		return 0, 0, 0
	}
	return kind, end - len(rest), end
}

// openCallout starts a callout with the tokens as its title, or a title of its
// kind when there are none.
func (c *composer) openCallout(kind int) {
	callout := callouts[kind-1]
	c.write(`<aside class="callout callout-` + callout.marker + `" role="note">` + "\n")
	c.write(`<p class="callout-title">`)
	if len(c.tokens) == 0 {
		c.write(c.say(callout.fr, callout.en))
	} else {
		c.bare()
	}
	c.write("</p>\n")
}

func (c *composer) closeCallout() { c.write("</aside>\n") }
