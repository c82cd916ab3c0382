package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// strip removes what is not the picture from a file, without encoding it again.
// Each format lists what stays: what it does not know goes.
func strip(k kind, data []byte) ([]byte, error) {
	var out []byte
	ok := false
	switch k {
	case jpegKind:
		out, ok = stripJPEG(data)
	case pngKind:
		out, ok = stripPNG(data)
	case gifKind:
		out, ok = stripGIF(data)
	case webpKind:
		out, ok = stripWebP(data)
	case avifKind:
		out, ok = blankAVIF(data)
	}
	if !ok {
		return nil, ErrDamaged
	}
	return out, nil
}

// stripJPEG keeps the segments that decode, a short colour profile, and
// nothing after the end of the picture, where phones put films and previews.
func stripJPEG(data []byte) ([]byte, bool) {
	out := []byte{0xFF, 0xD8}
	scanned := false
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xFF {
			return nil, false
		}
		marker := data[at+1]
		if marker == 0xFF { // fill byte
			at++
			continue
		}
		if marker == 0xD9 {
			break
		}
		end := at + 2 + be16(data[at+2:])
		if end < at+4 || end > len(data) {
			return nil, false
		}
		if keepSegment(marker, data[at+4:end]) {
			out = append(out, data[at:end]...)
		}
		if at = end; marker == 0xDA {
			scanned = true
			at = scanEnd(data, at)
			out = append(out, data[end:at]...)
		}
	}
	return append(out, 0xFF, 0xD9), scanned
}

func keepSegment(marker byte, body []byte) bool {
	switch {
	case marker == 0xE0:
		return bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) == 14 // without a preview
	case marker == 0xE2:
		return shortProfile(body)
	case marker == 0xEE:
		return bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12
	case marker >= 0xE0 && marker <= 0xEF:
		return false
	default:
		return marker >= 0xC0 && marker <= 0xDF
	}
}

// scanEnd finds the marker that ends the pixels starting at a place.
func scanEnd(data []byte, at int) int {
	for ; at+1 < len(data); at++ {
		if next := data[at+1]; data[at] == 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7) {
			return at
		}
	}
	return len(data)
}

// pngChunks are the chunks that draw, animation included.
const pngChunks = "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT"

func stripPNG(data []byte) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(data, []byte(pngSignature))
	if !ok {
		return nil, false
	}
	out := []byte(pngSignature)
	for len(rest) >= 12 {
		size := be32(rest)
		if size > len(rest)-12 {
			return nil, false
		}
		name := string(rest[4:8])
		if slices.Contains(strings.Fields(pngChunks), name) && (name != "iCCP" || size <= maxProfile) {
			out = append(out, rest[:size+12]...)
		}
		if name == "IEND" {
			return out, true
		}
		rest = rest[size+12:]
	}
	return nil, false
}

func stripWebP(data []byte) ([]byte, bool) {
	if len(data) < 20 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return nil, false
	}
	out, ok := webpChunks([]byte("RIFF\x00\x00\x00\x00WEBP"), data[12:min(len(data), 8+le32(data[4:]))])
	if len(out) < 20 {
		return nil, false
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, ok
}

// webpChunks adds the chunks that draw to out, those of frames filtered too.
func webpChunks(out, data []byte) ([]byte, bool) {
	for len(data) >= 8 {
		size := le32(data[4:])
		padded := size + size&1
		if size > len(data)-8 {
			return nil, false
		}
		name, body := string(data[:4]), data[8:8+size]
		at := len(out)
		switch name {
		case "VP8 ", "VP8L", "ALPH", "ANIM":
			out = append(append(out, data[:8]...), body...)
		case "ICCP":
			const headEnd, profileFlag = 20, 0x20 // VP8X came first
			if size <= maxProfile {
				out = append(append(out, data[:8]...), body...)
			} else if len(out) > headEnd && string(out[12:16]) == "VP8X" {
				out[headEnd] &^= profileFlag
			}
		case "VP8X":
			out = append(append(out, data[:8]...), body...)
			if size > 0 {
				const exifFlag, xmpFlag = 0x08, 0x04
				out[at+8] &^= exifFlag | xmpFlag
			}
		case "ANMF":
			const frameHead = 16
			if size < frameHead {
				return nil, false
			}
			var ok bool
			if out, ok = webpChunks(append(append(out, data[:8]...), body[:frameHead]...), body[frameHead:]); !ok {
				return nil, false
			}
			binary.LittleEndian.PutUint32(out[at+4:], uint32(len(out)-at-8))
		}
		if len(out)&1 == 1 {
			out = append(out, 0)
		}
		data = data[min(len(data), 8+padded):]
	}
	return out, true
}
