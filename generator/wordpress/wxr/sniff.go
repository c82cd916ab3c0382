package wxr

import (
	"bytes"
	"io"
)

// headLength is how far into a file an export may begin.
const headLength = 256 << 10

// sniff refuses what is no export, by how the file begins.
func (s source) sniff(l limits) error {
	in, err := s.open(&l)
	if err != nil {
		return err
	}
	defer in.Close()
	head, err := io.ReadAll(io.LimitReader(in, headLength))
	if key := kind(head); key != "" {
		if err != nil && len(head) == 0 {
			return &Refusal{File: s.name, Key: KeyArchive, Args: []any{err.Error()}}
		}
		return &Refusal{File: s.name, Key: key}
	}
	return nil
}

// kind is what a file is that begins with head, "" for an export.
func kind(head []byte) Key {
	root := bytes.Index(head, []byte("<rss"))
	if root < 0 {
		root = bytes.Index(head, []byte("<channel"))
	}
	if root < 0 {
		return otherKind(bytes.ToLower(head))
	}
	switch {
	case bytes.Contains(bytes.ToUpper(head[:root]), []byte("<!ENTITY")):
		return KeyEntities
	case !bytes.Contains(head[root:], []byte("<channel")):
		return KeyUnknown
	case !bytes.Contains(head, []byte("wordpress.org/export/")) && !bytes.Contains(head, []byte("<wp:")):
		return KeyFeed
	}
	return ""
}

func otherKind(head []byte) Key {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
	holds := func(marks ...string) bool {
		for _, mark := range marks {
			if bytes.Contains(head, []byte(mark)) {
				return true
			}
		}
		return false
	}
	switch {
	case len(head) == 0:
		return KeyEmpty
	case head[0] == '{' || head[0] == '[':
		return KeyJSON
	case holds("insert into", "create table", "-- mysql dump", "-- mariadb dump", "phpmyadmin sql"):
		return KeySQL
	case holds("<!doctype html", "<html"):
		return KeyPage
	case holds("<feed", "<rdf:rdf"):
		return KeyFeed
	case holds("<!entity"):
		return KeyEntities
	}
	return KeyUnknown
}
