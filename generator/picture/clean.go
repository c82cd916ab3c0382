package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// cleaner writes the tokens of a drawing that Clean keeps.
type cleaner struct {
	out      bytes.Buffer
	elements []string // kept
	depth    int      // of elements written
	skipped  int      // depth below an element left out
	style    bool     // inside <style>
	css      strings.Builder
}

func (c *cleaner) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return c.start(t)
	case xml.EndElement:
		return c.end(t.Name.Local)
	case xml.CharData:
		switch {
		case c.skipped > 0 || c.depth == 0:
		case c.style:
			c.css.Write(t)
		default:
			return xml.EscapeText(&c.out, t)
		}
	}
	return nil
}

func (c *cleaner) start(t xml.StartElement) error {
	name := t.Name.Local
	ours := (t.Name.Space == svgSpace || t.Name.Space == "") && slices.Contains(c.elements, name)
	switch {
	case c.depth == 0 && (name != "svg" || !ours || c.out.Len() > 0):
		return fmt.Errorf("%w: no SVG in it", ErrNotImage)
	case c.skipped > 0 || !ours || c.style || animatesReference(t):
		c.skipped++
		return nil
	case c.depth >= maxDepth:
		return fmt.Errorf("more than %d elements inside one another", maxDepth)
	}
	c.out.WriteString("<" + name)
	if c.depth == 0 {
		c.out.WriteString(` xmlns="` + svgSpace + `"`)
	}
	written := map[string]bool{}
	for _, a := range t.Attr {
		key, value := cleanAttribute(name, a)
		if key == "" || written[key] {
			continue
		}
		written[key] = true
		c.out.WriteString(" " + key + `="`)
		if err := xml.EscapeText(&c.out, []byte(value)); err != nil {
			return err
		}
		c.out.WriteString(`"`)
	}
	c.out.WriteString(">")
	c.depth++
	c.style = name == "style"
	return nil
}

func (c *cleaner) end(name string) error {
	if c.skipped > 0 {
		c.skipped--
		return nil
	}
	if c.style {
		css, err := cleanCSS(c.css.String())
		if err != nil {
			return err
		}
		if err := xml.EscapeText(&c.out, []byte(css)); err != nil {
			return err
		}
		c.css.Reset()
		c.style = false
	}
	c.depth--
	c.out.WriteString("</" + name + ">")
	return nil
}

// animatesReference tells an animation that would change where something leads.
func animatesReference(t xml.StartElement) bool {
	return slices.ContainsFunc(t.Attr, func(a xml.Attr) bool {
		value := strings.ToLower(strings.TrimSpace(a.Value))
		return a.Name.Local == "attributeName" && (strings.Contains(value, "href") || strings.HasPrefix(value, "on"))
	})
}

// attributeName is what a plain attribute is called.
var attributeName = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*$`)

// fetching are attributes of other languages that fetch or send.
const fetching = " action attributionsrc code data formaction ping src srcdoc srcset "

// cleanAttribute gives the name and value to write, no name for none.
func cleanAttribute(element string, a xml.Attr) (name, value string) {
	name = a.Name.Local
	switch a.Name.Space {
	case "":
	case "http://www.w3.org/1999/xlink":
		if name != "href" {
			return "", ""
		}
	case "http://www.w3.org/XML/1998/namespace":
		if name == "lang" || name == "space" {
			return "xml:" + name, a.Value
		}
		return "", ""
	default:
		return "", ""
	}
	lower := strings.ToLower(name)
	switch {
	case !attributeName.MatchString(name) || strings.HasPrefix(lower, "on") || strings.HasPrefix(lower, "xml"),
		strings.Contains(fetching, " "+lower+" "):
		return "", ""
	case lower == "href":
		return reference(element, strings.TrimSpace(a.Value))
	case scheme.MatchString(a.Value):
		return "", ""
	}
	value, err := cleanCSS(a.Value)
	if err != nil {
		return "", ""
	}
	return name, value
}

// scheme finds the addresses that run, with what browsers skip in them.
var scheme = regexp.MustCompile(`(?i)(j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|data\s*:\s*text`)

// embedded is a picture inside the drawing.
var embedded = regexp.MustCompile(`^data:image/(png|jpeg|jpg|gif|webp);base64,`)

// reference keeps what a reference of an element may lead to.
func reference(element, value string) (string, string) {
	switch {
	case strings.HasPrefix(value, "#"):
		return "href", value
	case element == "a" && (strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")):
		return "href", value
	case element == "image" || element == "feImage":
		head := embedded.FindStringSubmatch(value)
		if head == nil {
			return "", ""
		}
		packed := strings.Join(strings.Fields(value[len(head[0]):]), "")
		data, err := base64.StdEncoding.DecodeString(packed)
		if err != nil {
			return "", ""
		}
		k, _ := kindOf(head[1])
		if data, err = strip(k, data); err != nil {
			return "", ""
		}
		return "href", head[0] + base64.StdEncoding.EncodeToString(data)
	}
	return "", ""
}
