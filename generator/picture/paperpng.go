package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image/color"
)

// png encodes the paper, two pixels a byte. image/png packs them through an
// interface, which takes longer than to draw the card.
func (p *paper) png() []byte {
	width, height := p.image.Rect.Dx(), p.image.Rect.Dy()
	head := binary.BigEndian.AppendUint32(nil, uint32(width))
	head = binary.BigEndian.AppendUint32(head, uint32(height))
	head = append(head, 4, 3, 0, 0, 0) // four bits, a palette, no interlacing
	var palette []byte
	for _, c := range p.image.Palette {
		c := c.(color.RGBA)
		palette = append(palette, c.R, c.G, c.B)
	}
	out := append([]byte(pngSignature), chunk("IHDR", head)...)
	out = append(out, chunk("PLTE", palette)...)
	out = append(out, chunk("IDAT", p.rows())...)
	return append(out, chunk("IEND", nil)...)
}

func (p *paper) rows() []byte {
	var out bytes.Buffer
	pack, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is right
	}
	width := p.image.Rect.Dx()
	row := make([]byte, 1+width/2) // the first tells that nothing is filtered
	for pixels := p.image.Pix; len(pixels) >= width; pixels = pixels[width:] {
		for x := range width / 2 {
			row[1+x] = pixels[2*x]<<4 | pixels[2*x+1]
		}
		pack.Write(row) // a buffer takes all
	}
	pack.Close()
	return out.Bytes()
}

// chunk is a piece of a PNG.
func chunk(name string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
