package picture

import (
	"encoding/binary"
	"slices"
)

func isoBox(name string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), []byte(name), body)
}

func u16(numbers ...int) (b []byte) {
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return b
}

func u32(numbers ...int) (b []byte) {
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	return b
}

// toAVIF makes the boxes of an AVIF around pixels that are none: a picture, a
// smaller one, EXIF in the file and XMP among the boxes.
func toAVIF(width, height int, turned bool) []byte {
	item := func(id int, kind, rest string) []byte {
		return isoBox("infe", u32(2<<24), u16(id, 0), []byte(kind+rest+"\x00"))
	}
	properties := isoBox("ipco", isoBox("ispe", u32(0, 7, 7)), isoBox("ispe", u32(0, width, height)), isoBox("irot", []byte{1}))
	uses := []byte{0, 1, 1, 1, 0, 2, 1, 2}
	if turned {
		uses = []byte{0, 1, 1, 1, 0, 2, 2, 2, 3}
	}
	exif, xmp := "\x00\x00\x00\x00MM\x00*"+secret, "<x:xmpmeta>"+secret
	build := func(exifAt int) []byte {
		places := slices.Concat(u32(1<<24), u16(0x4400, 2), u16(3, 0, 0, 1), u32(exifAt, len(exif)), u16(4, 1, 0, 1), u32(0, len(xmp)))
		meta := isoBox("meta", u32(0), isoBox("hdlr", make([]byte, 20)), isoBox("pitm", u32(0), u16(2)),
			isoBox("iinf", u32(0), u16(4), item(1, "av01", ""), item(2, "av01", ""), item(3, "Exif", ""), item(4, "mime", "\x00application/rdf+xml")),
			isoBox("iprp", properties, isoBox("ipma", u32(0, 2), uses)), isoBox("iloc", places), isoBox("idat", []byte(xmp)))
		return slices.Concat(isoBox("ftyp", []byte("avif\x00\x00\x00\x00avifmif1")), meta, isoBox("uuid", []byte(secret)), isoBox("mdat", []byte(exif), []byte("pixels")))
	}
	draft := build(0)
	return append(build(len(draft)-len(exif)-len("pixels")), secret...)
}
