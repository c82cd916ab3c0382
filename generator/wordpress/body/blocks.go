package body

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// block carries out a delimiter of a block. Most say nothing that the HTML between
// them does not.
func (e *expander) block(m mark) int {
	e.bound()
	end := m.end
	switch {
	case m.closing:
		e.closeBlock(m)
	default:
		end = e.openBlock(m)
	}
	if e.within == 0 {
		e.freeform(end, e.at+1)
	}
	return end
}

func (e *expander) closeBlock(m mark) {
	if m.partner < 0 {
		return
	}
	e.within--
	switch open := e.marks[m.partner]; open.name {
	case "freeform", "classic", "shortcode":
		e.w.comment(paragraphsOff)
	case "tab":
		if parseBlockAttrs(open.attrs).text("label") != "" {
			e.w.end("details")
		}
	}
}

func (e *expander) openBlock(m mark) int {
	switch fateOf(m.name) {
	case dropBlock:
		e.findings.add(DroppedBlock, m.name)
		return e.behind(m)
	case formBlock:
		e.findings.add(Form, m.name)
		return e.behind(m)
	}
	if e.attributeBlock(m) {
		return e.behind(m)
	}
	if m.partner < 0 {
		return m.end
	}
	e.within++
	switch m.name {
	case "freeform", "classic", "shortcode":
		if e.within < 10 && !hasParagraphs(e.inner(m)) {
			e.w.comment(paragraphsOn)
		}
	case "tab":
		e.summary("details", parseBlockAttrs(m.attrs).text("label"))
	case "code", "syntaxhighlighter/code", "kevinbatdorf/code-block-pro", "enlighter/codeblock", "prismatic/blocks":
		a := parseBlockAttrs(m.attrs)
		if language := a.text("language"); language != "" {
			e.w.comment(languageMark + language)
		}
	}
	return m.end
}

// summary opens details under a title that is text.
func (e *expander) summary(name, title string) {
	if title == "" {
		return
	}
	e.w.start(name, "<"+name+">")
	e.w.start("summary", "<summary>")
	e.w.text(title)
	e.w.end("summary")
}

// attributeBlock writes a block whose HTML is not stored, from its attributes.
func (e *expander) attributeBlock(m mark) bool {
	inner := strings.TrimSpace(e.inner(m))
	switch {
	case m.name == "block":
		e.reuse(parseBlockAttrs(m.attrs))
	case m.name == "social-link":
		e.socialLink(parseBlockAttrs(m.attrs))
	case m.name == "embed" || strings.HasPrefix(m.name, "core-embed/"):
		if len(inner) > 10_000 || strings.Contains(inner, "//") {
			return false
		}
		e.embedBlock(m, "url")
	case strings.Contains(m.name, "videopress") && len(inner) < 10_000 && !strings.Contains(inner, "//"):
		if guid := parseBlockAttrs(m.attrs).text("guid"); guid != "" {
			e.embed("https://videopress.com/v/"+guid, "")
		}
	case m.alone || m.partner >= 0 && inner == "":
		e.emptyBlock(m)
	default:
		return false
	}
	return true
}

func (e *expander) embedBlock(m mark, attr string) {
	if address := parseBlockAttrs(m.attrs).text(attr); strings.HasPrefix(address, "http") {
		e.embed(address, "")
	} else {
		e.findings.add(AttributesOnly, m.name)
	}
}

// emptyBlock reports a block of which nothing is stored but attributes. An address
// among them is not lost.
func (e *expander) emptyBlock(m mark) {
	switch {
	case m.name == "footnotes" || m.name == "separator" || m.name == "spacer" || m.name == "nextpage" || m.name == "more":
	case strings.Contains(m.name, "/"):
		e.findings.add(AttributesOnly, m.name)
		if address := parseBlockAttrs(m.attrs).text("url"); strings.HasPrefix(address, "https://") {
			e.embed(address, "")
		}
	case m.attrs != "" && m.attrs != "{}":
		e.findings.add(DroppedBlock, m.name)
	}
}

// reuse writes a block that other items share.
func (e *expander) reuse(a blockAttrs) {
	ref := a.number("ref")
	content, ok := "", false
	if e.Block != nil {
		content, ok = e.Block(ref)
	}
	switch {
	case !ok:
		e.findings.add(MissingBlock, strconv.Itoa(ref))
	case slices.Contains(e.refs, ref) || len(e.refs) >= maxRefs || e.inlined+len(content) > maxInlined:
		e.findings.add(TooMuch, "reused blocks")
	default:
		if a["content"] != nil {
			e.findings.add(AttributesOnly, "block")
		}
		e.inlined += len(content) + 100
		refs := e.refs
		e.refs = append(slices.Clone(refs), ref)
		e.expand(content)
		e.refs = refs
	}
}

// services are names that a capital letter does not make.
var services = map[string]string{"youtube": "YouTube", "linkedin": "LinkedIn", "github": "GitHub", "tiktok": "TikTok", "whatsapp": "WhatsApp",
	"mail": "E-mail", "feed": "RSS", "wordpress": "WordPress", "soundcloud": "SoundCloud", "deviantart": "DeviantArt", "fivehundredpx": "500px", "chain": "Site"}

func (e *expander) socialLink(a blockAttrs) {
	address, label := a.text("url"), a.text("label")
	if address == "" {
		return
	}
	if strings.Contains(address, "@") && !strings.Contains(address, ":") && !strings.Contains(address, "/") {
		address = "mailto:" + address
	}
	if service := a.text("service"); label == "" && service != "" {
		if label = services[service]; label == "" {
			label = strings.ToUpper(service[:1]) + service[1:]
		}
	}
	if label == "" {
		label = address
	}
	e.w.start("li", "<li>")
	e.w.start("a", fmt.Sprintf(`<a href="%s">`, escape(address)))
	e.w.text(escape(label))
	e.w.end("a")
	e.w.end("li")
}
