package site

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// quickYAML reads the front matter that people write: keys with plain or quoted
// values, lists and mappings of them, on lines or in brackets. It makes the nodes
// that the YAML library would make, thirty times faster; on anything else ok is
// false and the library is asked. A fuzz test compares both.
func quickYAML(data []byte) (root *yaml.Node, ok bool) {
	if bytes.ContainsAny(data, "\t\r\x00\u0085\u2028\u2029\ufeff") {
		return nil, false
	}
	q := &quickReader{lines: strings.Split(string(data), "\n")}
	if !q.skip() {
		return nil, true
	}
	root = q.block(0)
	if root == nil || q.failed || q.skip() {
		return nil, false
	}
	return root, root.Kind == yaml.MappingNode
}

// quickReader goes down the lines.
type quickReader struct {
	lines  []string
	at     int // index of the next line
	failed bool
}

// skip goes over blank lines and comments; false at the end.
func (q *quickReader) skip() bool {
	for ; q.at < len(q.lines); q.at++ {
		line := strings.TrimLeft(q.lines[q.at], " ")
		if line != "" && line[0] != '#' {
			return true
		}
	}
	return false
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// block reads the mapping or list whose lines stand at an indent.
func (q *quickReader) block(indent int) *yaml.Node {
	line := q.lines[q.at]
	if strings.HasPrefix(line[indent:], "- ") {
		return q.list(indent)
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: q.at + 1, Column: indent + 1}
	q.entries(node, indent)
	return node
}

// entries reads the keys at an indent into a mapping.
func (q *quickReader) entries(node *yaml.Node, indent int) {
	for !q.failed && q.skip() && indentOf(q.lines[q.at]) == indent {
		if !q.entry(node, indent) {
			q.failed = true
		}
	}
	if !q.failed && q.at < len(q.lines) && indentOf(q.lines[q.at]) > indent {
		q.failed = true
	}
}

// entry reads one key and its value.
func (q *quickReader) entry(node *yaml.Node, indent int) bool {
	line := q.lines[q.at]
	end := indent
	for end < len(line) && (line[end] >= 'a' && line[end] <= 'z' || line[end] == '_' || end > indent && line[end] >= '0' && line[end] <= '9') {
		end++
	}
	if end == indent || end == len(line) || line[end] != ':' || special(line[indent:end]) {
		return false
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: line[indent:end], Line: q.at + 1, Column: indent + 1}
	rest := strings.TrimRight(line[end+1:], " ")
	if rest != "" && rest[0] != ' ' {
		return false
	}
	var value *yaml.Node
	if trimmed := strings.TrimLeft(rest, " "); trimmed == "" {
		value = q.below(indent)
	} else {
		value = q.inline(trimmed, q.at+1, end+1+len(rest)-len(trimmed)+1)
		q.at++
	}
	if value == nil {
		return false
	}
	node.Content = append(node.Content, key, value)
	return true
}

// special words are no strings to YAML.
func special(word string) bool {
	switch word {
	case "null", "true", "false", "y", "n", "yes", "no", "on", "off":
		return true
	}
	return false
}

// below reads the block under a key whose line ends there.
func (q *quickReader) below(indent int) *yaml.Node {
	q.at++
	if !q.skip() {
		return nil
	}
	inner := indentOf(q.lines[q.at])
	if inner > indent || inner == indent && strings.HasPrefix(q.lines[q.at][inner:], "- ") {
		return q.block(inner)
	}
	return nil // an empty value: the library knows where it stands
}

// list reads the lines "- …" at an indent.
func (q *quickReader) list(indent int) *yaml.Node {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: q.at + 1, Column: indent + 1}
	for !q.failed && q.skip() && indentOf(q.lines[q.at]) == indent && strings.HasPrefix(q.lines[q.at][indent:], "- ") {
		line := q.lines[q.at]
		text := strings.TrimLeft(line[indent+2:], " ")
		inner := len(line) - len(text)
		var value *yaml.Node
		if colon := strings.IndexByte(text, ':'); text != "" && startsKey(text, colon) {
			q.lines[q.at] = strings.Repeat(" ", inner) + text // the dash read as a space
			value = q.block(inner)
		} else {
			text = strings.TrimRight(text, " ")
			value = q.inline(text, q.at+1, inner+1)
			q.at++
		}
		if value == nil {
			q.failed = true
			return nil
		}
		node.Content = append(node.Content, value)
	}
	if !q.failed && q.at < len(q.lines) && indentOf(q.lines[q.at]) > indent {
		q.failed = true
	}
	return node
}

// startsKey tells "- label: x" from "- some words: more".
func startsKey(text string, colon int) bool {
	if colon <= 0 || colon+1 < len(text) && text[colon+1] != ' ' {
		return false
	}
	return strings.Trim(text[:colon], "abcdefghijklmnopqrstuvwxyz_0123456789") == ""
}

// inline reads a value that stands on one line.
func (q *quickReader) inline(text string, line, col int) *yaml.Node {
	switch {
	case text == "":
		return nil
	case text[0] == '[' || text[0] == '{':
		node, rest := q.flow(text, line, col)
		if rest != "" {
			return nil
		}
		return node
	}
	node, rest := scalar(text, line, col, "")
	if rest != "" {
		return nil
	}
	return node
}

// flow reads a bracketed list or mapping, or a scalar in one; rest is what follows.
func (q *quickReader) flow(text string, line, col int) (node *yaml.Node, rest string) {
	const failed = "?"
	if text == "" {
		return nil, failed
	}
	open := text[0]
	if open != '[' && open != '{' {
		return scalar(text, line, col, ",]}")
	}
	node = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle, Line: line, Column: col}
	shut := byte(']')
	if open == '{' {
		node.Kind, node.Tag, shut = yaml.MappingNode, "!!map", '}'
	}
	start := text
	place := func() int { return col + runes(start[:len(start)-len(text)]) }
	text = strings.TrimLeft(text[1:], " ")
	for {
		if text == "" {
			return nil, failed
		}
		if text[0] == shut {
			return node, text[1:]
		}
		if open == '{' {
			colon := strings.IndexByte(text, ':')
			if colon <= 0 || colon+1 >= len(text) || text[colon+1] != ' ' || strings.Trim(text[:colon], "abcdefghijklmnopqrstuvwxyz_0123456789") != "" ||
				special(text[:colon]) || text[0] >= '0' && text[0] <= '9' {
				return nil, failed
			}
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text[:colon], Line: line, Column: place()})
			text = strings.TrimLeft(text[colon+1:], " ")
		}
		var value *yaml.Node
		value, rest = q.flow(text, line, place())
		if value == nil {
			return nil, failed
		}
		node.Content = append(node.Content, value)
		text = strings.TrimLeft(rest, " ")
		if text != "" && text[0] == ',' {
			text = strings.TrimLeft(text[1:], " ")
			if text == "" || text[0] == ',' {
				return nil, failed
			}
		} else if text == "" || text[0] != shut {
			return nil, failed
		}
	}
}

func runes(s string) (n int) {
	for range s {
		n++
	}
	return n
}

// scalar reads a plain or quoted value up to one of the characters in until, or
// to the end of the line.
func scalar(text string, line, col int, until string) (node *yaml.Node, rest string) {
	node = &yaml.Node{Kind: yaml.ScalarNode, Line: line, Column: col}
	switch first := text[0]; {
	case first == '"' || first == '\'':
		end := strings.IndexByte(text[1:], first) + 1
		if end == 0 || strings.IndexByte(text[:end], '\\') >= 0 && first == '"' || end+1 < len(text) && text[end+1] == first {
			return nil, "?" // escapes are the library's
		}
		node.Value, node.Style, node.Tag = text[1:end], yaml.DoubleQuotedStyle, "!!str"
		if first == '\'' {
			node.Style = yaml.SingleQuotedStyle
		}
		return node, text[end+1:]
	case strings.IndexByte("|>&*!%@`?-:,[]{}#~=<.", first) >= 0:
		path := strings.HasPrefix(text, "../") || strings.HasPrefix(text, "./")
		if !path && (first != '-' && first != '.' || len(text) == 1 || text[1] == ' ' || text[1] == '-' || text[1] == '.') {
			return nil, "?"
		}
	}
	end := len(text)
	if until != "" {
		if end = strings.IndexAny(text, ",[]{}"); end < 0 {
			return nil, "?"
		}
	}
	value := strings.TrimRight(text[:end], " ")
	if value == "" || strings.Contains(value, ": ") || strings.HasSuffix(value, ":") || strings.Contains(value, " #") ||
		until != "" && strings.IndexByte(value, ':') >= 0 {
		return nil, "?"
	}
	node.Value = value
	return node, text[end:]
}
