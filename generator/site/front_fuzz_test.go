package site

import (
	"testing"

	"maillage/generator/site/report"
)

// Whatever stands at the head of a file, it is read or blamed, and blamed at a
// place that the file has.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: Un\ndate: 2026-05-01\ntags: [a, b]\n---\nTexte",
		"---\ntitle: &a [*a]\nimage: {src: x, alt: y, src: z}\n---\n",
		"---\nsocial: [{label: a, url: b}, 3]\nweight: 1e3\nmenu: yes\n---\n",
		"---\n? {a: b}\n: c\n---", "---\n--- \n", "---\n<<: {title: x}\n---\n", "", "---\ntitle: !!binary x\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		front, body, lines, _, ok := splitFront(data)
		if !ok {
			return
		}
		if len(front)+len(body) > len(data) {
			t.Fatal("more than the file")
		}
		for _, in := range []section{inHome, inPosts, inPages} {
			_, problems := parseFront(front, in)
			for _, p := range problems {
				if p.Line < 1 || p.Col < 1 || p.Line > lines+1 {
					t.Errorf("%q: problem at %d:%d of %d lines: %s", data, p.Line, p.Col, lines, p.Message.In("fr"))
				}
			}
			_ = report.List(problems).In("en")
		}
	})
}
