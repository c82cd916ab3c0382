package wordpress

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"maillage/generator/markdown"
)

// archiveID stands for the list of an archive in the ledger: no item has it.
const archiveID = 1 << 60

// list writes the first page of an archive: all its texts, by year, for no other list
// shows them.
func (im *importer) list() error {
	years := im.options.Archive
	if years == "" {
		return nil
	}
	var posts, pages []*text
	for _, t := range im.index.texts {
		switch {
		case t.fate != public:
		case t.kind == post:
			posts = append(posts, t)
		default:
			pages = append(pages, t)
		}
	}
	slices.SortFunc(posts, func(a, b *text) int { return cmp.Or(b.date.Compare(a.date), cmp.Compare(a.id, b.id)) })
	slices.SortFunc(pages, func(a, b *text) int { return cmp.Compare(a.address, b.address) })
	folder := path.Join(im.options.Zone, "pages", archiveFolder, markdown.Slug(years))
	address := "/" + archiveFolder + "/" + markdown.Slug(years) + "/"
	var f front
	f.set("title", "Archives "+years)
	f.raw("url", yamlAddress(address))
	f.set("archive", years)
	var b strings.Builder
	b.WriteString("---\n" + f.String() + "---\n")
	heading := ""
	for _, t := range posts {
		if year := t.date.Format("2006"); year != heading {
			heading = year
			fmt.Fprintf(&b, "\n## %s\n\n", year)
		}
		fmt.Fprintf(&b, "- %s : [%s](%s)\n", t.date.Format("02/01"), label(t), relative(folder, t.file))
	}
	if len(pages) > 0 {
		b.WriteString("\n## Pages\n\n")
	}
	for _, t := range pages {
		fmt.Fprintf(&b, "- [%s](%s)\n", label(t), relative(folder, t.file))
	}
	_, err := im.ledger.write(archiveID, path.Join(folder, "index.md"), []byte(b.String()))
	return err
}

// label is the title of a text as the words of a link.
func label(t *text) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "&", `\&`).Replace(cmp.Or(t.title, t.slug))
}
