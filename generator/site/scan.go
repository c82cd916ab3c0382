package site

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"maillage/generator/site/report"
	"maillage/generator/zones"
)

// source is a file of the content folder.
type source struct {
	path    string // below content: "fr/ile-de-france/posts/2026-05-01-rencontre.md"
	inside  string // below its section's folder: "2026-05-01-rencontre.md"
	section section
	zone    *zone
}

// scanner finds the files of every zone.
type scanner struct {
	files    fs.FS
	tree     *zones.Tree
	slugs    []string
	byZone   map[string]*zone // by slug
	sources  []*source
	problems report.List
}

// aside are folders at the top of content/ that are no zones.
var aside = []string{"theme", "data"}

// scan reads the names of all files of the content folder.
func scan(files fs.FS, tree *zones.Tree, byZone map[string]*zone) *scanner {
	s := &scanner{files: files, tree: tree, byZone: byZone}
	for _, z := range tree.Zones {
		s.slugs = append(s.slugs, z.Slug)
	}
	for _, entry := range s.entries(".") {
		if name := entry.Name(); entry.IsDir() && !slices.Contains(aside, name) {
			s.folder(name)
		} else if !entry.IsDir() && path.Ext(name) == ".md" {
			s.problem(name, report.T("file.name"), report.T("file.hint"))
		}
	}
	return s
}

func (s *scanner) problem(file string, message, hint report.Text) {
	s.problems = append(s.problems, report.Problem{File: file, Message: message, Hint: hint})
}

// entries lists a folder without hidden files and editors' leftovers.
func (s *scanner) entries(folder string) []fs.DirEntry {
	entries, err := fs.ReadDir(s.files, folder)
	if err != nil {
		s.problem(folder, report.T("file.read", reason(err)), report.Text{})
	}
	return slices.DeleteFunc(entries, func(entry fs.DirEntry) bool {
		name := entry.Name()
		switch {
		case name[0] == '.', name[0] == '#', strings.HasSuffix(name, "~"):
		case entry.Type()&fs.ModeSymlink != 0:
			s.problem(path.Join(folder, name), report.T("file.symlink"), report.Text{})
		case !utf8.ValidString(name), strings.ContainsFunc(name, unfit):
			s.problem(path.Join(folder, strings.ToValidUTF8(name, "?")), report.T("file.letters"), report.Text{})
		default:
			return false
		}
		return true
	})
}

// unfit characters mean something else in addresses, on other systems or in the
// manifest.
func unfit(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`\:*?"<>|#%`, r) }

// folder reads what should be the folder of a zone.
func (s *scanner) folder(folder string) {
	z, ok := s.byZone[folder]
	if !ok {
		candidates := slices.Clone(s.slugs)
		for name := range sectionOf {
			candidates = append(candidates, path.Join(path.Dir(folder), name))
		}
		slices.Sort(candidates)
		hint := report.NearestHint(folder, candidates)
		if hint.Key == "" {
			hint = report.T("file.hint")
		}
		s.problem(folder, report.T("folder.zone", folder), hint)
		return
	}
	before, home := len(s.sources), false
	for _, entry := range s.entries(folder) {
		name := entry.Name()
		file := path.Join(folder, name)
		switch {
		case entry.IsDir() && sectionOf[name] != "":
			s.section(z, file, sectionOf[name])
		case entry.IsDir():
			s.folder(file)
		case name == "zone.md" || name == "zone.en.md":
			home = home || name == "zone.md"
			s.sources = append(s.sources, &source{path: file, inside: name, section: inHome, zone: z})
		default:
			s.problem(file, report.T("file.name"), report.T("file.hint"))
		}
	}
	if own := slices.ContainsFunc(s.sources[before:], func(f *source) bool { return f.zone == z }); own && !home {
		s.problem(folder, report.T("folder.nozone"), report.T("folder.hint", "zone.md"))
	}
}

// active are sorts of files that would run in the visitors' browsers with the
// rights of the site itself.
var active = []string{".html", ".htm", ".xhtml", ".xml", ".js", ".mjs", ".css", ".wasm"}

// section reads posts/, pages/ or media/ to any depth.
func (s *scanner) section(z *zone, folder string, in section) {
	s.below(folder, func(file string) {
		source := &source{path: file, inside: strings.TrimPrefix(file, folder+"/"), section: in, zone: z}
		switch ext := strings.ToLower(path.Ext(file)); {
		case in != inMedia && ext != ".md":
			s.problem(file, report.T("file.name"), report.T("md.image.hint"))
			return
		case in == inMedia && slices.Contains(active, ext):
			s.problem(file, report.T("file.active"), report.T("file.active.hint"))
			return
		case in == inMedia && meantForMembers(source.inside):
			s.problem(file, report.T("file.members"), report.T("file.members.hint"))
			return
		}
		s.sources = append(s.sources, source)
	})
}

// meantForMembers tells a folder that somebody may take for that of members, while
// it is public.
func meantForMembers(inside string) bool {
	folder, _, below := strings.Cut(inside, "/")
	return below && folder+"/" != membersFolder && slices.Contains([]string{"membres", "membre", "members", "member"}, strings.ToLower(folder))
}

func (s *scanner) below(folder string, found func(file string)) {
	for _, entry := range s.entries(folder) {
		file := path.Join(folder, entry.Name())
		if entry.IsDir() {
			s.below(file, found)
		} else {
			found(file)
		}
	}
}

// readText reads a file meant for people: UTF-8, with or without a byte order
// mark, lines ended in any way.
func readText(files fs.FS, file string) ([]byte, *report.Problem) {
	data, err := fs.ReadFile(files, file)
	return plainText(file, data, err)
}

func plainText(file string, data []byte, err error) ([]byte, *report.Problem) {
	if err != nil {
		return nil, &report.Problem{File: file, Message: report.T("file.read", reason(err))}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		return nil, &report.Problem{File: file, Message: report.T("file.utf8")}
	}
	return data, nil
}

// textReader reads many texts of a few folders. It holds the folder of the last
// one open, for finding a file costs a call for each folder above it.
type textReader struct {
	root   *os.Root
	folder string
	in     *os.Root
	buffer []byte
}

// read is readText; the text is good until the next call.
func (r *textReader) read(file string) ([]byte, *report.Problem) {
	folder, name := path.Split(file)
	if r.in == nil || folder != r.folder {
		r.close()
		in, err := r.root.OpenRoot(path.Clean(folder))
		if err != nil {
			return plainText(file, nil, err)
		}
		r.in, r.folder = in, folder
	}
	opened, err := r.in.Open(name)
	if err != nil {
		return plainText(file, nil, err)
	}
	defer opened.Close()
	for r.buffer = r.buffer[:0]; ; {
		r.buffer = slices.Grow(r.buffer, 1<<14)
		n, err := opened.Read(r.buffer[len(r.buffer):cap(r.buffer)])
		r.buffer = r.buffer[:len(r.buffer)+n]
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return plainText(file, r.buffer, err)
		}
	}
}

func (r *textReader) close() {
	if r.in != nil {
		r.in.Close()
		r.in = nil
	}
}

// reason is an error without the path that the problem names already.
func reason(err error) string {
	if failed, ok := err.(*fs.PathError); ok {
		return failed.Err.Error()
	}
	return err.Error()
}
