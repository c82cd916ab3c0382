package mail

import (
	"fmt"
	"html"
	"strings"
)

// html writes the whole page: one column of at most 600 pixels made of tables,
// because Outlook lays out nothing else. lang and dir stand on html and body,
// as webmail keeps only one of them.
func (t template) html(lang string) string {
	p, _ := schemes()
	w := &htmlWriter{palette: p}
	w.add("<!doctype html>\n<html lang=\"%s\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n", lang)
	w.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	w.add("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n")
	// Without this, iOS turns an eight-digit code into a telephone link.
	w.add("<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no\">\n")
	w.add("<title>%s</title>\n<style>%s</style>\n</head>\n", html.EscapeString(t.subject), stylesheet())
	w.add("<body lang=\"%s\" dir=\"ltr\" class=\"page\" style=\"margin:0;padding:0;background-color:%s;\">\n", lang, p.page)
	w.table("page", "width:100%;background-color:"+p.page+";")
	w.add("<tr><td class=\"outer\" align=\"center\" style=\"padding:24px 12px;\">\n")
	w.add("<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n")
	w.table("card", fmt.Sprintf("width:100%%;max-width:600px;background-color:%s;border-top:6px solid %s;", p.card, p.thread))
	w.add("<tr><td class=\"edge\" align=\"left\" style=\"padding:32px 32px 16px;\">\n")
	w.blocks(t.body)
	w.add("</td></tr>\n<tr><td class=\"edge line\" align=\"left\" style=\"padding:20px 32px 8px;border-top:1px solid %s;\">\n", p.line)
	w.small = true
	w.blocks(t.footer)
	w.add("</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr>\n</table>\n</body>\n</html>\n")
	return w.String()
}

// htmlWriter writes blocks with inline styles. Everything that comes from a
// template or a value passes through html.EscapeString.
type htmlWriter struct {
	strings.Builder
	palette palette
	small   bool // in the small print
}

func (w *htmlWriter) add(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *htmlWriter) table(class, style string) {
	w.add("<table role=\"presentation\" class=\"%s\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"%s\">\n", class, style)
}

func (w *htmlWriter) blocks(blocks []block) {
	for _, b := range blocks {
		w.block(b)
	}
}

func (w *htmlWriter) block(b block) {
	switch b.kind {
	case heading:
		w.heading(b)
	case paragraph:
		w.element("p", "margin:0 0 16px;", b.spans)
	case button:
		w.button(b.spans[0])
	case code:
		w.code(b.spans[0].text)
	case bullets:
		w.list("ul", b.children)
	case numbers:
		w.list("ol", b.children)
	case quote:
		w.quote(b.children)
	case divider:
		w.add("<hr class=\"line\" style=\"border:0;border-top:1px solid %s;margin:24px 0;\">\n", w.palette.line)
	}
}

// voice is the class and the style of running text.
func (w *htmlWriter) voice() (string, string) {
	if w.small {
		return "muted", fonts + "font-size:14px;line-height:1.5;color:" + w.palette.muted + ";"
	}
	return "text", fonts + "font-size:16px;line-height:1.5;color:" + w.palette.text + ";"
}

func (w *htmlWriter) element(tag, style string, spans []span) {
	class, voice := w.voice()
	w.add("<%s class=\"%s\" style=\"%s\">", tag, class, style+voice)
	w.spans(spans)
	w.add("</%s>\n", tag)
}

func (w *htmlWriter) heading(b block) {
	size := map[int]string{1: "26px", 2: "20px"}[b.level]
	w.add("<h%d class=\"text\" style=\"margin:0 0 16px;%sfont-size:%s;line-height:1.25;font-weight:700;color:%s;\">", b.level, fonts, size, w.palette.text)
	w.spans(b.spans)
	w.add("</h%d>\n", b.level)
}

// button is a padded cell around a padded link: the cell carries the colour
// where a client ignores the link's own background.
func (w *htmlWriter) button(s span) {
	w.table("action", "margin:8px 0 24px;")
	w.add("<tr><td class=\"button\" bgcolor=\"%s\" style=\"background-color:%s;border-radius:8px;\">", w.palette.accent, w.palette.accent)
	w.add("<a class=\"label\" href=\"%s\" style=\"display:inline-block;padding:14px 28px;%sfont-size:16px;line-height:20px;font-weight:600;color:%s;text-decoration:none;border-radius:8px;\">%s</a>",
		html.EscapeString(s.link), fonts, w.palette.label, html.EscapeString(s.text))
	w.add("</td></tr>\n</table>\n")
}

// code shows eight digits as two groups of four. The gap is padding and not a
// character, so that what is copied is the code itself.
func (w *htmlWriter) code(s string) {
	w.add("<p class=\"code box text\" style=\"margin:0 0 20px;padding:14px 20px;%sfont-size:28px;line-height:36px;font-weight:700;letter-spacing:2px;background-color:%s;color:%s;border-radius:8px;\">",
		codeFonts, w.palette.box, w.palette.text)
	if len(s) == 8 {
		w.add("<span>%s</span><span style=\"padding-left:14px;\">%s</span></p>\n", html.EscapeString(s[:4]), html.EscapeString(s[4:]))
		return
	}
	w.add("%s</p>\n", html.EscapeString(s))
}

func (w *htmlWriter) list(tag string, items []block) {
	class, voice := w.voice()
	w.add("<%s class=\"%s\" style=\"margin:0 0 16px;padding:0 0 0 24px;%s\">\n", tag, class, voice)
	for _, i := range items {
		w.element("li", "margin:0 0 6px;", i.spans)
	}
	w.add("</%s>\n", tag)
}

func (w *htmlWriter) quote(children []block) {
	w.table("remark", "width:100%;margin:0 0 16px;")
	w.add("<tr><td class=\"box\" style=\"padding:14px 20px 0 16px;background-color:%s;border-left:4px solid %s;\">\n", w.palette.box, w.palette.thread)
	w.blocks(children)
	w.add("</td></tr>\n</table>\n")
}

func (w *htmlWriter) spans(spans []span) {
	for _, s := range spans {
		text := strings.ReplaceAll(html.EscapeString(s.text), "\n", "<br>")
		if s.strong {
			text = "<strong>" + text + "</strong>"
		}
		if s.emph {
			text = "<em>" + text + "</em>"
		}
		if s.link != "" {
			text = fmt.Sprintf("<a class=\"link\" href=\"%s\" style=\"color:%s;text-decoration:underline;\">%s</a>",
				html.EscapeString(s.link), w.palette.link, text)
		}
		w.WriteString(text)
	}
}
