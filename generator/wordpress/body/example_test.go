package body_test

import (
	"fmt"
	"os"

	"golang.org/x/net/html"

	"maillage/generator/wordpress/body"
)

func ExampleRender() {
	r := body.Render("Un [chiffres nombre=\"12\"]fait[/chiffres]\nsur deux lignes.\n\nhttps://youtu.be/abcdefghijk", body.Context{})
	for block := range r.Tree.ChildNodes() {
		if err := html.Render(os.Stdout, block); err != nil {
			fmt.Println(err)
		}
		fmt.Println()
	}
	fmt.Println(r.Findings)
	// Output:
	// <p>Un fait<br/>sur deux lignes.</p>
	// <figure class="embed"><a href="https://youtu.be/abcdefghijk">https://youtu.be/abcdefghijk</a></figure>
	// [{unknown-shortcode chiffres 1} {embed youtu.be 1}]
}
