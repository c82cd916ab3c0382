package mail

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, markdown string
		selector, want string // the words of what the selector finds in the HTML
		text           string
	}{
		{"heading", "# One", "h1", "One", "One\n==="},
		{"second heading", "## Été", "h2", "Été", "Été\n==="},
		{"paragraph in two lines", "one\ntwo", "p", "one two", "one two"},
		{"line break", "one\\\ntwo", "p:has(br)", "onetwo", "one\ntwo"},
		{"strong", "a **b** c", "p strong", "b", "a b c"},
		{"emphasis", "a *b* c", "p em", "b", "a b c"},
		{"entity", "a &amp;&eacute; b", "p", "a &é b", "a &é b"},
		{"link", "a [b](https://c.example/?d=1&e=2) f", "p a.link[href='https://c.example/?d=1&e=2']", "b", "a b (https://c.example/?d=1&e=2) f"},
		{"strong link", "[**b**](https://c.example/)", "a strong", "b", "b (https://c.example/)"},
		{"list", "- a\n- **b**", "ul > li", "ab", "- a\n- b"},
		{"numbered list", "1. a\n2. b", "ol > li", "ab", "1. a\n2. b"},
		{"button", `[Go](https://c.example/ "button")`, "td.button > a.label[href='https://c.example/']", "Go", "Go\nhttps://c.example/"},
		{"code of eight digits", "```code\n12345678\n```", "p.code > span:first-child", "1234", "    12345678"},
		{"other code", "```code\nABC\n```", "p.code", "ABC", "    ABC"},
		{"remark", "> a\n>\n> b", "td.box > p", "ab", "> a\n> \n> b"},
		{"divider", "a\n\n***\n\nb", "p + hr + p", "b", "a\n\n* * *\n\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			blocks, err := parseBlocks(test.markdown)
			if err != nil {
				t.Fatal(err)
			}
			mail := template{subject: "s", body: blocks}
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(mail.html("fr")))
			if err != nil {
				t.Fatal(err)
			}
			found := doc.Find(test.selector)
			if diff := cmp.Diff(test.want, found.Text()); diff != "" || found.Length() == 0 {
				t.Errorf("%s finds %d: %s", test.selector, found.Length(), diff)
			}
			if diff := cmp.Diff(test.text, strings.Join(textBlocks(blocks), "\n\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefusesWhatMailHasNoBlockFor(t *testing.T) {
	for name, markdown := range map[string]string{
		"raw HTML":           "<div>a</div>",
		"HTML in a line":     "a <b>b</b>",
		"image":              "![a](https://b.example/c.png)",
		"third heading":      "### a",
		"program":            "```go\na\n```",
		"code of two lines":  "```code\na\nb\n```",
		"indented code":      "    a",
		"code in a line":     "a `b`",
		"nested list":        "- a\n  - b",
		"list of paragraphs": "- a\n\n- b",
	} {
		if blocks, err := parseBlocks(markdown); err == nil {
			t.Errorf("%s was read as %v", name, blocks)
		}
	}
}

func TestParseWantsThreeParts(t *testing.T) {
	for name, source := range map[string]string{
		"nothing":         "",
		"no front matter": "# a\n---\nb\n---\nc\n",
		"no small print":  "---\nsubject: a\n---\nb\n",
		"no subject":      "---\ntitle: a\n---\nb\n---\nc\n",
		"another key":     "---\nsubject: a\npreview: b\n---\nc\n---\nd\n",
		"bad small print": "---\nsubject: a\n---\nb\n---\n<b>c</b>\n",
	} {
		if _, err := parse(source); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
