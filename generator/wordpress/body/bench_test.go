package body_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"maillage/generator/wordpress/body"
)

// article is about 5 kB of what people write, in blocks or not.
func article(blocks bool) string {
	paragraph := "Le conseil municipal a voté <strong>hier soir</strong> la régie publique de l’eau&nbsp;: une <a href=\"https://exemple.fr/eau/\">victoire</a> après <em>dix ans</em> de luttes, de réunions et de tracts distribués sur tous les marchés de la ville, par tous les temps. "
	var b strings.Builder
	for b.Len() < 5000 {
		if blocks {
			b.WriteString("<!-- wp:paragraph -->\n<p>" + paragraph + paragraph + "</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:heading {\"level\":3} -->\n<h3 class=\"wp-block-heading\">La suite</h3>\n<!-- /wp:heading -->\n\n" +
				"<!-- wp:image {\"id\":7} -->\n<figure class=\"wp-block-image size-large\"><img src=\"https://exemple.fr/wp-content/uploads/2023/05/marche-300x200.jpg\" alt=\"\" class=\"wp-image-7\"/></figure>\n<!-- /wp:image -->\n\n")
		} else {
			b.WriteString(paragraph + "\n" + paragraph + "\n\n<h3>La suite</h3>\n[caption width=\"300\"]<img class=\"wp-image-7\" src=\"https://exemple.fr/wp-content/uploads/2023/05/marche-300x200.jpg\" /> Au marché[/caption]\n\n")
		}
	}
	return b.String()
}

func BenchmarkRender(b *testing.B) {
	for name, s := range map[string]string{"blocks": article(true), "classic": article(false)} {
		b.Run(name, func(b *testing.B) {
			c := library()
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				body.Render(s, c)
			}
		})
	}
}

// BenchmarkTraps renders the cases of testdata: many small, odd bodies.
func BenchmarkTraps(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/blocks.txtar")
	if err != nil {
		b.Fatal(err)
	}
	c := library()
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range archive.Files {
			body.Render(string(f.Data), c)
		}
	}
}
