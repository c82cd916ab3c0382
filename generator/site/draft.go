package site

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/zones"
)

// Draft is a text to be begun.
type Draft struct {
	Kind    string    // one of DraftKinds
	Content string    // content folder
	Zone    string    // slug path of its zone: "fr/ile-de-france"
	Title   string    // as people read it; of a person, the name
	Day     time.Time // today
	Date    time.Time // of a post or an event; zero: today, or two weeks from now
	Topic   string    // of a proposal: its folder in manifesto/; "" is the only one there
	File    string    // of a document: its name in media/; "" makes an empty page
	Lang    string    // of the explanations
}

// archetypes are the files that New begins with, for each kind and language.
//
//go:embed archetype
var archetypes embed.FS

// DraftKinds are the kinds of texts that New makes.
func DraftKinds() []string {
	return []string{"post", "page", "event", "person", "topic", "proposal", "document", "form", "petition", "zone"}
}

// twoWeeks is how far ahead a new event is, unless somebody says when.
const twoWeeks = 14

// New writes a text whose front matter explains itself, ready to be published as
// it is, and returns the paths of what it made. It never replaces a file. What the
// author did wrong is a report.List.
func New(d Draft) ([]string, error) {
	s := &starter{Draft: d, slug: markdown.Slug(d.Title)}
	if s.slug == "" {
		return nil, report.List{{File: "-", Message: report.T("new.title")}}
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	defer s.root.Close()
	if err := s.checkZone(); err != nil {
		return nil, err
	}
	file, err := s.file()
	if err != nil {
		return nil, err
	}
	return s.write(file)
}

// starter begins one text.
type starter struct {
	Draft
	root *os.Root
	slug string
	made []string
}

// open opens the content folder. The first page of a movement that has none yet
// brings the tree of zones with it.
func (s *starter) open() (err error) {
	_, missing := os.Stat(filepath.Join(s.Content, "zones.yaml"))
	begins := s.Kind == "zone" && errors.Is(missing, fs.ErrNotExist) && !strings.Contains(s.Zone, "/")
	if begins {
		if err := os.MkdirAll(s.Content, 0o755); err != nil {
			return fmt.Errorf("open content: %w", err)
		}
	}
	if s.root, err = OpenContent(s.Content); err != nil || !begins {
		return err
	}
	tree := fmt.Sprintf("root: {code: %s, slug: %s, name: %s}\n", s.Zone, s.Zone, quoted(s.Title))
	if _, err := zones.Parse(s.shown("zones.yaml"), []byte(tree)); err != nil {
		return errors.Join(err, s.root.Close())
	}
	return s.create("zones.yaml", []byte(tree))
}

// OpenContent opens a content folder; one that is missing is a report.List.
func OpenContent(folder string) (*os.Root, error) {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, report.List{{File: folder, Message: report.T("folder.zones"), Hint: report.T("folder.zones.hint")}}
	} else if err != nil {
		return nil, fmt.Errorf("open content: %w", err)
	}
	return root, nil
}

// shown is a path as the author knows it.
func (s *starter) shown(file string) string { return path.Join(filepath.ToSlash(s.Content), file) }

// checkZone refuses a zone that does not exist or that has no site.
func (s *starter) checkZone() error {
	tree, err := Zones(s.Content)
	if err != nil {
		return err
	}
	if _, ok := tree.BySlug(s.Zone); !ok {
		var slugs []string
		for _, z := range tree.Zones {
			slugs = append(slugs, z.Slug)
		}
		return report.List{{File: s.shown(s.Zone), Message: report.T("folder.zone", s.Zone), Hint: report.NearestHint(s.Zone, slugs)}}
	}
	if _, err := s.root.Stat(path.Join(s.Zone, "zone.md")); err != nil && s.Kind != "zone" {
		return report.List{{File: s.shown(s.Zone), Message: report.T("folder.nozone"), Hint: report.T("new.zone.hint", s.Zone)}}
	}
	return nil
}

// file is where the text goes, below the content folder.
func (s *starter) file() (string, error) {
	dated := func(folder string, day time.Time) string {
		if s.Date.IsZero() {
			s.Date = day
		}
		return path.Join(s.Zone, folder, s.Date.In(paris()).Format("2006-01-02")+"-"+s.slug+".md")
	}
	switch s.Kind {
	case "post":
		return dated("posts", s.Day), nil
	case "event":
		return dated("events", s.Day.AddDate(0, 0, twoWeeks)), nil
	case "zone":
		return path.Join(s.Zone, "zone.md"), nil
	case "topic":
		return path.Join(s.Zone, "manifesto", s.slug, "index.md"), nil
	case "proposal":
		topic, err := s.topic()
		return path.Join(s.Zone, "manifesto", topic, s.slug+".md"), err
	case "person":
		return path.Join(s.Zone, "people", s.slug+".md"), nil
	}
	return path.Join(s.Zone, s.Kind+"s", s.slug+".md"), nil
}

// topic is the folder of a proposal.
func (s *starter) topic() (string, error) {
	folder := path.Join(s.Zone, "manifesto")
	entries, _ := fs.ReadDir(s.root.FS(), folder) // a zone without a manifesto has no topics
	var topics []string
	for _, entry := range entries {
		if _, err := s.root.Stat(path.Join(folder, entry.Name(), "index.md")); err == nil {
			topics = append(topics, entry.Name())
		}
	}
	switch {
	case slices.Contains(topics, s.Topic):
		return s.Topic, nil
	case s.Topic == "" && len(topics) == 1:
		return topics[0], nil
	case len(topics) == 0:
		return "", report.List{{File: s.shown(folder), Message: report.T("new.topics"), Hint: report.T("new.topics.hint", s.Zone)}}
	}
	message := report.T("new.topic.which")
	if s.Topic != "" {
		message = report.T("new.topic", s.Topic)
	}
	return "", report.List{{File: s.shown(folder), Message: message, Hint: report.T("new.topic.hint", strings.Join(topics, ", "))}}
}

// write fills the archetype and creates the file, and that of a document.
func (s *starter) write(file string) ([]string, error) {
	lang := s.Lang
	if !slices.Contains(languages, lang) {
		lang = languages[0]
	}
	archetype, err := archetypes.ReadFile("archetype/" + s.Kind + "." + lang + ".md")
	if err != nil {
		return nil, fmt.Errorf("archetype of %q: %w", s.Kind, err)
	}
	if s.Date.IsZero() {
		s.Date = s.Day
	}
	media := s.File
	if media == "" {
		media = s.slug + ".pdf"
	}
	text := strings.NewReplacer("{{title}}", quoted(s.Title), "{{date}}", s.Date.In(paris()).Format("2006-01-02"),
		"{{file}}", quoted("../media/"+media)).Replace(string(archetype))
	if err := s.create(file, []byte(text)); err != nil {
		return nil, err
	}
	if s.Kind == "document" {
		name := path.Join(s.Zone, "media", media)
		if _, err := s.root.Stat(name); errors.Is(err, fs.ErrNotExist) {
			return s.made, s.create(name, emptyPDF())
		}
	}
	return s.made, nil
}

// create writes a file that is not there yet.
func (s *starter) create(file string, data []byte) error {
	shown := s.shown(file)
	if err := s.root.MkdirAll(path.Dir(file), 0o755); err != nil {
		return fmt.Errorf("create %s: %w", shown, err)
	}
	out, err := s.root.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return report.List{{File: shown, Message: report.T("new.exists", shown)}}
	} else if err != nil {
		return fmt.Errorf("create %s: %w", shown, err)
	}
	_, err = out.Write(data)
	s.made = append(s.made, shown)
	return errors.Join(err, out.Close())
}

// emptyPDF is one blank page of A4, for the author to replace.
func emptyPDF() []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"}
	pdf := "%PDF-1.4\n"
	index := "xref\n0 4\n0000000000 65535 f \n"
	for i, object := range objects {
		index += fmt.Sprintf("%010d 00000 n \n", len(pdf))
		pdf += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	return fmt.Appendf(nil, "%s%strailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", pdf, index, len(pdf))
}
