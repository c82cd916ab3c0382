package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// complaints are what is wrong with a form: a title, and a text by field.
type complaints struct {
	title  string
	fields map[string]string
}

// fillForm puts values back into a form as the theme wrote it, and complaints
// beside the fields they are about, with a summary above that links to them.
// The form's own markup stays the only one: what is a control's place is the
// theme's .field around it. A form that cannot be parsed is given back as it is.
func fillForm(form string, values url.Values, c complaints) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(form), body)
	if err != nil {
		return form
	}
	var marked []spot
	for _, root := range nodes {
		for n := range root.Descendants() {
			if name := attr(n, "name"); name != "" && isControl(n) {
				fillControl(n, values, name)
				if text, wrong := c.fields[name]; wrong && !slices.ContainsFunc(marked, func(m spot) bool { return m.field == name }) {
					marked = append(marked, spot{name, attr(n, "id")})
					complain(n, text)
				}
			}
		}
	}
	var b strings.Builder
	b.WriteString(summary(c, marked))
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			return form
		}
	}
	return b.String()
}

func isControl(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.DataAtom == atom.Input || n.DataAtom == atom.Select || n.DataAtom == atom.Textarea)
}

// challengeFields are made anew for each sending.
var challengeFields = map[string]bool{"altcha": true, "started": true, "idempotency_key": true, "website": true}

func fillControl(n *html.Node, values url.Values, name string) {
	value := values.Get(name)
	if challengeFields[name] || !values.Has(name) {
		return
	}
	switch {
	case n.DataAtom == atom.Textarea:
		for child := n.FirstChild; child != nil; child = n.FirstChild {
			n.RemoveChild(child)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: value})
	case n.DataAtom == atom.Select:
		for option := range n.Descendants() {
			if option.DataAtom == atom.Option {
				setIf(option, "selected", attr(option, "value") == value)
			}
		}
	case attr(n, "type") == "checkbox":
		setIf(n, "checked", Ticked(value))
	case attr(n, "type") == "radio":
		setIf(n, "checked", attr(n, "value") == value)
	default:
		setAttr(n, "value", value)
	}
}

// complain marks a control and puts the text at the end of its .field. A hidden
// control has none: the summary alone speaks of it.
func complain(n *html.Node, text string) {
	field := n.Parent
	for field != nil && !slices.Contains(strings.Fields(attr(field, "class")), "field") {
		field = field.Parent
	}
	if field == nil {
		return
	}
	id := attr(n, "id") + "-error"
	setAttr(n, "aria-invalid", "true")
	setAttr(n, "aria-describedby", strings.TrimSpace(attr(n, "aria-describedby")+" "+id))
	p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P,
		Attr: []html.Attribute{{Key: "class", Val: "error"}, {Key: "id", Val: id}}}
	p.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	field.AppendChild(p)
}

// spot is where a field of the form stands.
type spot struct{ field, id string }

// summary is the list of complaints above the form, in the form's order, each a
// link to its control; what no control shows comes last.
func summary(c complaints, marked []spot) string {
	for _, field := range slices.Sorted(maps.Keys(c.fields)) {
		if !slices.ContainsFunc(marked, func(m spot) bool { return m.field == field }) {
			marked = append(marked, spot{field: field})
		}
	}
	var b strings.Builder
	b.WriteString("<div class=\"errors\" role=\"alert\" tabindex=\"-1\">\n<h2>" + html.EscapeString(c.title) + "</h2>\n<ul>\n")
	for _, m := range marked {
		text := html.EscapeString(c.fields[m.field])
		if m.id != "" {
			text = "<a href=\"#" + html.EscapeString(m.id) + "\">" + text + "</a>"
		}
		b.WriteString("<li>" + text + "</li>\n")
	}
	b.WriteString("</ul>\n</div>\n")
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func setIf(n *html.Node, key string, on bool) {
	if on {
		setAttr(n, key, "")
		return
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}
