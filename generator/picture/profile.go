package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// maxProfile is the size up to which colour profiles are kept. The standard wide
// ones, as of telephones, have some 500 bytes; those of printers and of one
// person's screen have thousands.
const maxProfile = 1024

const iccMarker = "ICC_PROFILE\x00"

// profileOf finds the colour profile without which a photograph would look dull,
// nil when it is plain sRGB, too long or not of red, green and blue.
func profileOf(k kind, data []byte) []byte {
	var profile []byte
	if k == jpegKind {
		profile = jpegProfile(data)
	} else {
		profile = pngProfile(data)
	}
	const spaceAt, headBytes = 16, 128
	switch {
	case len(profile) < headBytes || len(profile) > maxProfile || string(profile[spaceAt:spaceAt+4]) != "RGB ":
		return nil
	case bytes.Contains(profile, []byte("sRGB")) || bytes.Contains(profile, []byte("s\x00R\x00G\x00B")):
		return nil
	}
	return profile
}

func jpegProfile(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF && data[at+1] != 0xDA; {
		end := at + 2 + be16(data[at+2:])
		if end < at+4 || end > len(data) {
			return nil
		}
		if body := data[at+4 : end]; data[at+1] == 0xE2 && shortProfile(body) {
			return body[len(iccMarker)+2:]
		}
		at = end
	}
	return nil
}

// shortProfile tells a segment that holds a whole profile worth keeping.
func shortProfile(body []byte) bool {
	return bytes.HasPrefix(body, []byte(iccMarker+"\x01\x01")) && len(body) <= len(iccMarker)+2+maxProfile
}

func pngProfile(data []byte) []byte {
	for rest := after(data, len(pngSignature)); len(rest) >= 12; {
		size := be32(rest)
		if size > len(rest)-12 || string(rest[4:8]) == "IDAT" {
			return nil
		}
		if string(rest[4:8]) == "iCCP" {
			_, packed, _ := bytes.Cut(rest[8:8+size], []byte{0})
			unpack, err := zlib.NewReader(bytes.NewReader(after(packed, 1)))
			if err != nil {
				return nil
			}
			profile, err := io.ReadAll(io.LimitReader(unpack, maxProfile+1))
			if err != nil {
				return nil
			}
			return profile
		}
		rest = rest[size+12:]
	}
	return nil
}

// withProfile puts a profile into a file that our encoders wrote.
func withProfile(k kind, f File, profile []byte) File {
	if profile == nil {
		return f
	}
	switch k {
	case jpegKind:
		body := append([]byte(iccMarker+"\x01\x01"), profile...)
		head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE2}, uint16(len(body)+2))
		f.Data = bytes.Join([][]byte{head, body, f.Data[2:]}, nil)
	case pngKind:
		const headEnd = len(pngSignature) + 25 // with IHDR
		f.Data = bytes.Join([][]byte{f.Data[:headEnd], profileChunk(profile), f.Data[headEnd:]}, nil)
	case webpKind:
		f.Data = extendWebP(f, profile)
	}
	return f
}

func profileChunk(profile []byte) []byte {
	packed := bytes.NewBufferString("profile\x00\x00")
	pack := zlib.NewWriter(packed)
	pack.Write(profile) // a buffer takes all
	pack.Close()
	return chunk("iCCP", packed.Bytes())
}

// extendWebP gives a WebP of any form the extended one, which has a profile.
func extendWebP(f File, profile []byte) []byte {
	const profileFlag = 0x20
	chunks := f.Data[12:]
	flags := byte(profileFlag)
	switch string(chunks[:4]) {
	case "VP8X":
		flags |= chunks[8]
		chunks = chunks[18:]
	case "VP8L":
		flags |= chunks[12] & 0x10 // the bit of alpha has the same place
	}
	out := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0A\x00\x00\x00"), flags, 0, 0, 0)
	out = append24(append24(out, f.Width-1), f.Height-1)
	out = binary.LittleEndian.AppendUint32(append(out, "ICCP"...), uint32(len(profile)))
	if out = append(out, profile...); len(profile)&1 == 1 {
		out = append(out, 0)
	}
	out = append(out, chunks...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func append24(b []byte, n int) []byte {
	return append(b, byte(n), byte(n>>8), byte(n>>16))
}
