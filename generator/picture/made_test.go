package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/generator/picture/webp"
)

// secret is in all metadata that the tests make.
const secret = "48.8566N 2.3522E"

// photograph paints a picture of many colours; its quarters are red, green, blue
// and white.
func photograph(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(1, 2))
	quarters := [4]color.NRGBA{{220, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 220, 255}, {220, 220, 220, 255}}
	for y := range height {
		for x := range width {
			c := quarters[2*y/height*2+2*x/width]
			noise := random.IntN(1 << 15)
			c.R, c.G, c.B = c.R+uint8(noise&31), c.G+uint8(noise>>5&31), c.B+uint8(noise>>10&31)
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

// plan paints a picture of three colours, one of them transparent.
func plan(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			switch {
			case x*7/width == y*5/height:
				m.SetNRGBA(x, y, color.NRGBA{0x0b, 0x33, 0x28, 255})
			case x > width/2:
				m.SetNRGBA(x, y, color.NRGBA{0xff, 0xa3, 0xb9, 255})
			}
		}
	}
	return m
}

func toPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func toJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func toWebP(t testing.TB, m *image.NRGBA) []byte {
	t.Helper()
	data, err := encoder().Encode(m, webp.Options{Quality: 80})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// toGIF makes an animation of two frames.
func toGIF(t testing.TB, width, height int) []byte {
	t.Helper()
	animation := gif.GIF{LoopCount: 3, Delay: []int{10, 20}}
	for n := range 2 {
		m := image.NewPaletted(image.Rect(0, 0, width, height), palette.Plan9)
		m.SetColorIndex(n, n, 7)
		animation.Image = append(animation.Image, m)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &animation); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a segment of a JPEG.
func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2)), body...)
}

// exif holds an orientation and a place.
func exif(orientation int) string {
	return "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(orientation)) + "\x00\x00" +
		"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00" + secret
}

// taken gives a JPEG what a telephone writes into it.
func taken(photo []byte, orientation int) []byte {
	return slices.Concat(photo[:2], segment(0xE1, exif(orientation)),
		segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secret), segment(0xE2, "MPF\x00"+secret),
		segment(0xED, "Photoshop 3.0\x00"+secret), segment(0xFE, secret), photo[2:], []byte("MotionPhoto_Data"+secret))
}

func pngChunk(name, body string) []byte { return chunk(name, []byte(body)) }

// withChunks adds chunks below the header of a PNG.
func withChunks(data []byte, chunks ...[]byte) []byte {
	const headEnd = 33
	return slices.Concat(data[:headEnd], slices.Concat(chunks...), data[headEnd:])
}

func riffChunk(name, body string) []byte {
	chunk := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	return append(chunk, make([]byte, len(body)&1)...)
}

// riff makes a WebP of chunks.
func riff(chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	return slices.Concat(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4)), []byte("WEBP"), body)
}

// flatJPEG makes a JPEG of one colour: 1 component is grey, 3 are YCbCr, 4 are
// inverted CMYK. The library writes neither CMYK nor progressive pictures.
func flatJPEG(width, height int, progressive bool, components ...int) []byte {
	n := byte(len(components))
	frame, scan := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), n}, []byte{n}
	for i := range n {
		frame, scan = append(frame, i+1, 0x11, 0), append(scan, i+1, 0)
	}
	out := []byte{0xFF, 0xD8}
	if n == 4 {
		out = append(out, segment(0xEE, "Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	}
	marker, last := byte(0xC0), byte(63)
	if progressive {
		marker, last = 0xC2, 0
	}
	out = append(out, segment(0xDB, "\x00"+string(bytes.Repeat([]byte{1}, 64)))...)
	out = append(out, segment(marker, string(frame))...)
	out = append(out, segment(0xC4, "\x00\x00\x00\x00\x0c"+string(make([]byte, 12))+"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b")...)
	out = append(out, segment(0xC4, "\x10\x01"+string(make([]byte, 15))+"\x00")...)
	out = append(out, segment(0xDA, string(append(scan, 0, last, 0)))...)
	var bits bitWriter
	for block := range (width + 7) / 8 * ((height + 7) / 8) {
		for _, value := range components {
			bits.level((value-128)*8, block == 0)
			if !progressive {
				bits.write(0, 1) // no other frequencies
			}
		}
	}
	bits.write(0x7F, 7)
	return append(append(out, bits.out...), 0xFF, 0xD9)
}

// bitWriter writes the pixels of a JPEG.
type bitWriter struct {
	out   []byte
	held  uint
	count int
}

// level writes a mean brightness, or that it is the one before.
func (b *bitWriter) level(value int, first bool) {
	size := 0
	if first {
		for v := max(value, -value); v > 0; v >>= 1 {
			size++
		}
	}
	b.write(uint(size), 4)
	if value < 0 {
		value += 1<<size - 1
	}
	if size > 0 {
		b.write(uint(value), size)
	}
}

func (b *bitWriter) write(value uint, bits int) {
	b.held, b.count = b.held<<bits|value, b.count+bits
	for ; b.count >= 8; b.count -= 8 {
		next := byte(b.held >> (b.count - 8))
		if b.out = append(b.out, next); next == 0xFF {
			b.out = append(b.out, 0)
		}
	}
}
