package markdown

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// mostHighlighted is the size of code, in bytes, above which it stays plain.
const mostHighlighted = 20_000

// codeBlock writes a block of code. info is what stands after the fence.
func (c *composer) codeBlock(info, code []byte) {
	start := len(c.text)
	c.text = append(c.text, code...)
	c.closeLine(start)

	language := resolved(info)
	if i := bytes.IndexByte(language, ' '); i >= 0 {
		language = language[:i]
	}
	if len(language) == 0 {
		c.write("<pre tabindex=\"0\"><code>")
		c.html = appendEscaped(c.html, code)
		c.write("</code></pre>\n")
		return
	}
	spans, ok := highlight(string(language), code)
	if ok {
		c.write(`<pre class="chroma" tabindex="0"><code class="language-`)
	} else {
		c.write(`<pre tabindex="0"><code class="language-`)
	}
	c.html = appendEscaped(c.html, language)
	c.write(`">`)
	if ok {
		c.html = append(c.html, spans...)
	} else {
		c.html = appendEscaped(c.html, code)
	}
	c.write("</code></pre>\n")
}

// languages are what is highlighted: what a site may show, not all that Chroma
// knows, since some of its lexers never end on code that is none of theirs.
var languages = []string{"Bash", "C", "C++", "C#", "CSS", "Diff", "Docker", "Go", "GraphQL", "HTML", "INI", "Java", "JavaScript", "JSON",
	"Kotlin", "Lua", "Makefile", "PHP", "PowerShell", "Python", "R", "Ruby", "Rust", "SQL", "Swift", "TOML", "TypeScript", "XML", "YAML"}

// lexersByName knows languages by their names, in small letters; Chroma itself
// would also guess from names of files.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	names := map[string]chroma.Lexer{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		config := lexer.Config()
		if !slices.Contains(languages, config.Name) {
			continue
		}
		for _, name := range append(config.Aliases, config.Name) {
			names[strings.ToLower(name)] = lexer
		}
	}
	names["yml"] = names["yaml"]
	return names
})

// highlight is code as HTML with a span for each sign of the language; false
// when the language is unknown or the code is none of it.
func highlight(language string, code []byte) (html []byte, ok bool) {
	defer func() {
		if recover() != nil { // a lexer's own rules failed: its code stays plain
			html, ok = nil, false
		}
	}()
	lexer, known := lexersByName()[strings.ToLower(language)]
	if !known || len(code) > mostHighlighted {
		return nil, false
	}
	tokens, err := lexer.Tokenise(nil, string(code))
	if err != nil {
		return nil, false
	}
	class, size := "", 0
	for token := tokens(); token != chroma.EOF; token = tokens() {
		size += len(token.Value)
		if size > len(code) {
			return nil, false
		}
		if next := chromaClass(token); next != class && token.Value != "" {
			html = appendSpan(html, class, next)
			class = next
		}
		html = appendEscaped(html, token.Value)
	}
	return appendSpan(html, class, ""), size == len(code)
}

func appendSpan(html []byte, from, to string) []byte {
	if from != "" {
		html = append(html, "</span>"...)
	}
	if to != "" {
		html = append(append(append(html, `<span class="`...), to...), `">`...)
	}
	return html
}

// chromaClass is the class of a token, none for spaces and words without meaning.
func chromaClass(token chroma.Token) string {
	if token.Type == chroma.Error {
		return "err"
	}
	for t := token.Type; t > 0; t = t.Parent() {
		if class := chroma.StandardTypes[t]; class != "" {
			if class == "w" {
				return ""
			}
			return class
		}
	}
	return ""
}
