package zones

import (
	"bytes"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// rewrite puts the postal lists, by zone ID, into the text of a file that Parse
// accepts. All else stays: comments, order, quotes, one-line and many-line zones.
func rewrite(data []byte, lists map[string][]string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("rewrite zones: %w", err)
	}
	if root := valueOf(doc.Content[0], "root"); root != nil {
		rewriteZone(root, "", lists)
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&doc); err != nil {
		return nil, fmt.Errorf("rewrite zones: %w", err)
	}
	return out.Bytes(), nil
}

func rewriteZone(zone *yaml.Node, parent string, lists map[string][]string) {
	id := join(parent, valueOf(zone, "code").Value)
	setPostal(zone, lists[id])
	if children := valueOf(zone, "zones"); children != nil {
		for _, child := range children.Content {
			rewriteZone(child, id, lists)
		}
	}
}

// setPostal makes prefixes the zone's list, before its child zones when it has
// none yet; an empty list is taken out.
func setPostal(zone *yaml.Node, prefixes []string) {
	at := keyIndex(zone, "postal")
	switch {
	case at < 0 && len(prefixes) == 0:
	case len(prefixes) == 0:
		zone.Content = slices.Delete(zone.Content, at, at+2)
	case at < 0:
		at = keyIndex(zone, "zones")
		if at < 0 {
			at = len(zone.Content)
		}
		key := &yaml.Node{Kind: yaml.ScalarNode, Value: "postal"}
		zone.Content = slices.Insert(zone.Content, at, key, list(prefixes))
	case !slices.EqualFunc(zone.Content[at+1].Content, prefixes, func(n *yaml.Node, p string) bool { return n.Value == p }):
		zone.Content[at+1] = list(prefixes)
	}
}

func list(prefixes []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, p := range prefixes {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: p})
	}
	return n
}

// keyIndex is where key stands in the Content of a mapping, or -1.
func keyIndex(mapping *yaml.Node, key string) int {
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return i
		}
	}
	return -1
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	if i := keyIndex(mapping, key); i >= 0 {
		return mapping.Content[i+1]
	}
	return nil
}
