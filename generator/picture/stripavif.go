package picture

import "bytes"

// blankAVIF overwrites the items of an AVIF that are not pictures with zeros and
// gives them a type that no reader looks for: offsets stay right. What it cannot
// find makes it fail.
func blankAVIF(data []byte) ([]byte, bool) {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return nil, false
	}
	out := bytes.Clone(data)
	var meta []byte
	for _, b := range boxes(out) {
		switch b.name {
		case "meta":
			meta = b.data
		case "moov":
			blankUserData(b.data, 3)
		case "ftyp", "mdat", "moof", "mfra", "sidx":
		default:
			clear(b.data)
		}
	}
	if meta == nil {
		return nil, false
	}
	inside := boxes(after(meta, 4))
	for _, id := range hideItems(find(inside, "iinf")) {
		if !blankItem(out, find(inside, "iloc"), find(inside, "idat"), id) {
			return nil, false
		}
	}
	return out[:tailEnd(out)], true
}

// tailEnd is where the last whole box ends; what hangs on is not the picture. A
// part of a slice keeps the capacity that tells where it starts.
func tailEnd(data []byte) int {
	all := boxes(data)
	last := all[len(all)-1].data
	return cap(data) - cap(last) + len(last)
}

func blankUserData(data []byte, depth int) {
	for _, b := range boxes(data) {
		switch {
		case b.name == "udta" || b.name == "uuid" || b.name == "meta":
			clear(b.data)
		case depth > 0 && (b.name == "trak" || b.name == "mdia"):
			blankUserData(b.data, depth-1)
		}
	}
}

// hideItems gives every item of metadata another type and lists their numbers.
func hideItems(iinf []byte) (ids []int) {
	if len(iinf) < 6 {
		return nil
	}
	start := 6
	if iinf[0] != 0 {
		start = 8
	}
	for _, entry := range boxes(after(iinf, start)) {
		if entry.name != "infe" || len(entry.data) < 12 {
			continue
		}
		id, at := be16(entry.data[4:]), 8
		if entry.data[0] >= 3 {
			id, at = be32(entry.data[4:]), 10
		}
		if len(entry.data) < at+4 {
			continue
		}
		switch string(entry.data[at : at+4]) {
		case "Exif", "mime", "uri ":
			clear(entry.data[at:])
			copy(entry.data[at:], "skip")
			ids = append(ids, id)
		}
	}
	return ids
}

// blankItem overwrites the extents of an item in the file or in idat.
func blankItem(file, iloc, idat []byte, item int) bool {
	r := &reader{data: iloc}
	version := r.number(1)
	r.number(3)
	sizes := r.number(2)
	offsetBytes, lengthBytes, baseBytes := sizes>>12, sizes>>8&15, sizes>>4&15
	indexBytes, idBytes := 0, 2
	if version > 0 {
		indexBytes = sizes & 15
	}
	if version > 1 {
		idBytes = 4
	}
	for entries := r.number(idBytes); entries > 0 && !r.short; entries-- {
		id, method := r.number(idBytes), 0
		if version > 0 {
			method = r.number(2) & 15
		}
		r.number(2)
		base := r.number(baseBytes)
		for extents := r.number(2); extents > 0 && !r.short; extents-- {
			r.number(indexBytes)
			from := base + r.number(offsetBytes)
			length := r.number(lengthBytes)
			if id != item {
				continue
			}
			where := file
			if method == 1 {
				where = idat
			}
			if method > 1 || r.short || from < 0 || length < 0 || from > len(where) || length > len(where)-from {
				return false
			}
			clear(where[from : from+length])
		}
	}
	return !r.short
}

// reader reads numbers of any width, big end first; zeros after the end.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) number(bytes int) (n int) {
	if bytes > len(r.data) {
		r.short = true
		return 0
	}
	for _, b := range r.data[:bytes] {
		n = n<<8 | int(b)
	}
	r.data = r.data[bytes:]
	return n
}
