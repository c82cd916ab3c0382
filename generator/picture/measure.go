package picture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// kind is a format of pictures, by its extension.
type kind string

const (
	jpegKind kind = "jpg"
	pngKind  kind = "png"
	gifKind  kind = "gif"
	webpKind kind = "webp"
	avifKind kind = "avif"
	svgKind  kind = "svg"
)

func (k kind) mediaType() string {
	switch k {
	case jpegKind:
		return "image/jpeg"
	case svgKind:
		return "image/svg+xml"
	default:
		return "image/" + string(k)
	}
}

// kindOf tells the kind that a name's extension promises.
func kindOf(ext string) (kind, bool) {
	k := kind(strings.ToLower(strings.TrimPrefix(ext, ".")))
	if k == "jpeg" {
		k = jpegKind
	}
	switch k {
	case jpegKind, pngKind, gifKind, webpKind, avifKind, svgKind:
		return k, true
	}
	return "", false
}

// headBytes is as much of a file as Measure reads; a JPEG may have more than one
// segment of 64 kB above its size.
const headBytes = 1 << 20

// Measure reads the size of a picture in its first bytes, without decoding. The
// extension, with or without its dot, must be that of the content. What is no
// picture is ErrNotImage.
func Measure(r io.Reader, ext string) (Size, error) {
	k, ok := kindOf(ext)
	if !ok {
		return Size{}, ErrNotImage
	}
	if k == svgKind {
		return measureSVG(r)
	}
	size, _, err := measureHead(r, k)
	return size, err
}

// measureHead also gives the EXIF orientation of a JPEG, 1 to 8.
func measureHead(r io.Reader, k kind) (Size, int, error) {
	head := &header{r: io.LimitReader(r, headBytes)}
	var size Size
	orientation := 1
	switch k {
	case jpegKind:
		size, orientation = head.jpeg()
	case pngKind:
		size = head.png()
	case gifKind:
		size = head.gif()
	case webpKind:
		size = head.webp()
	case avifKind:
		size = head.avif()
	}
	switch {
	case head.err != nil && !errors.Is(head.err, io.EOF) && !errors.Is(head.err, io.ErrUnexpectedEOF):
		return Size{}, 1, head.err
	case head.err != nil || size.Width < 1 || size.Height < 1:
		return Size{}, 1, fmt.Errorf("%w: no %s in it", ErrNotImage, strings.ToUpper(string(k)))
	case orientation >= 5:
		size.Width, size.Height = size.Height, size.Width
	}
	return size, orientation, nil
}

// header reads a file in pieces; after an error it reads zeros.
type header struct {
	r   io.Reader
	err error
}

func (h *header) read(n int) []byte {
	b := make([]byte, n)
	if h.err == nil {
		_, h.err = io.ReadFull(h.r, b)
	}
	return b
}

func (h *header) skip(n int) {
	if h.err == nil {
		_, h.err = io.CopyN(io.Discard, h.r, int64(n))
	}
}

// jpeg walks the segments until the one that tells the size.
func (h *header) jpeg() (Size, int) {
	orientation := 1
	if !bytes.Equal(h.read(2), []byte{0xFF, 0xD8}) {
		return Size{}, 1
	}
	for h.err == nil {
		marker := h.read(2)
		for marker[1] == 0xFF && h.err == nil { // fill bytes
			marker[1] = h.read(1)[0]
		}
		length := be16(h.read(2)) - 2
		if marker[0] != 0xFF || length < 0 {
			return Size{}, 1
		}
		switch {
		case isFrame(marker[1]):
			frame := h.read(5)
			return Size{be16(frame[3:]), be16(frame[1:])}, orientation
		case marker[1] == 0xE1:
			if o := exifOrientation(h.read(length)); o != 0 {
				orientation = o
			}
		default:
			h.skip(length)
		}
	}
	return Size{}, 1
}

// isFrame tells a start of frame from the other markers of its range.
func isFrame(marker byte) bool {
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
}

func (h *header) png() Size {
	b := h.read(24)
	if string(b[:8]) != pngSignature || string(b[12:16]) != "IHDR" {
		return Size{}
	}
	return Size{be32(b[16:]), be32(b[20:])}
}

func (h *header) gif() Size {
	b := h.read(10)
	if string(b[:4]) != "GIF8" {
		return Size{}
	}
	return Size{le16(b[6:]), le16(b[8:])}
}

func (h *header) webp() Size {
	b := h.read(30)
	if string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return Size{}
	}
	switch string(b[12:16]) {
	case "VP8 ":
		return Size{le16(b[26:]) & 0x3FFF, le16(b[28:]) & 0x3FFF}
	case "VP8L":
		bits := uint32(le16(b[21:])) | uint32(le16(b[23:]))<<16
		return Size{int(bits&0x3FFF) + 1, int(bits>>14&0x3FFF) + 1}
	case "VP8X":
		return Size{1 + le16(b[24:]) + int(b[26])<<16, 1 + le16(b[27:]) + int(b[29])<<16}
	}
	return Size{}
}

func be16(b []byte) int { return int(b[0])<<8 | int(b[1]) }
func be32(b []byte) int { return be16(b)<<16 | be16(b[2:]) }
func le16(b []byte) int { return int(b[0]) | int(b[1])<<8 }
func le32(b []byte) int { return le16(b) | le16(b[2:])<<16 }
