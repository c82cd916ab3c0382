package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/zones"
)

// Draft is a post to be begun.
type Draft struct {
	Content string    // content folder
	Zone    string    // slug path of its zone: "fr/ile-de-france"
	Title   string    // as people read it
	Day     time.Time // of the post
	Lang    string    // of the words that ask for a body
}

// NewPost writes the file of a post with its front matter and returns its path.
// It never replaces a file. What the author did wrong is a report.List.
func NewPost(d Draft) (string, error) {
	slug := markdown.Slug(d.Title)
	if slug == "" {
		return "", report.List{{File: "-", Message: report.T("new.title")}}
	}
	tree, err := zones.Load(filepath.Join(d.Content, "zones.yaml"))
	if err != nil {
		return "", err
	}
	if _, ok := tree.BySlug(d.Zone); !ok {
		var slugs []string
		for _, z := range tree.Zones {
			slugs = append(slugs, z.Slug)
		}
		return "", report.List{{File: path.Join(filepath.ToSlash(d.Content), d.Zone), Message: report.T("folder.zone", d.Zone),
			Hint: report.NearestHint(d.Zone, slugs)}}
	}
	root, err := os.OpenRoot(d.Content)
	if err != nil {
		return "", fmt.Errorf("open content: %w", err)
	}
	defer root.Close()
	file := path.Join(d.Zone, "posts", d.Day.In(paris()).Format("2006-01-02")+"-"+slug+".md")
	shown := path.Join(filepath.ToSlash(d.Content), file)
	out, err := createBelow(root, file)
	if errors.Is(err, fs.ErrExist) {
		return "", report.List{{File: shown, Message: report.T("new.exists", shown)}}
	} else if err != nil {
		return "", fmt.Errorf("create %s: %w", shown, err)
	}
	_, err = fmt.Fprintf(out, "---\ntitle: %s\n---\n%s", strconv.Quote(d.Title), report.T("new.body").In(d.Lang))
	return shown, cmp.Or(err, out.Close())
}

func createBelow(root *os.Root, file string) (*os.File, error) {
	if err := root.MkdirAll(path.Dir(file), 0o755); err != nil {
		return nil, err
	}
	return root.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}
