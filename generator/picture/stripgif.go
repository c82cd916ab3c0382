package picture

import "bytes"

// stripGIF keeps frames, their controls and the loop of an animation.
func stripGIF(data []byte) ([]byte, bool) {
	const headBytes = 13
	if len(data) < headBytes || !bytes.HasPrefix(data, []byte("GIF8")) {
		return nil, false
	}
	start := headBytes + colourTable(data[10])
	if start > len(data) {
		return nil, false
	}
	out, drawn := bytes.Clone(data[:start]), false
	for rest := data[start:]; len(rest) > 0; {
		if rest[0] == 0x3B {
			break
		}
		size, keep := gifBlock(rest)
		if size == 0 {
			return nil, false
		}
		if keep {
			out = append(out, rest[:size]...)
		}
		drawn = drawn || rest[0] == 0x2C
		rest = rest[size:]
	}
	return append(out, 0x3B), drawn
}

// gifBlock measures the first block, 0 when it is not whole, and tells whether
// it draws.
func gifBlock(data []byte) (size int, keep bool) {
	const imageHead = 10
	switch {
	case data[0] == 0x2C && len(data) > imageHead:
		codeSize := imageHead + colourTable(data[9])
		return subBlocks(data, codeSize+1), true
	case data[0] == 0x21 && len(data) > 2:
		const graphicControl, application = 0xF9, 0xFF
		loop := bytes.HasPrefix(data[2:], []byte("\x0BNETSCAPE2.0")) || bytes.HasPrefix(data[2:], []byte("\x0BANIMEXTS1.0"))
		return subBlocks(data, 2), data[1] == graphicControl || data[1] == application && loop
	}
	return 0, false
}

// subBlocks finds the end of the chain of blocks that starts at a place.
func subBlocks(data []byte, at int) int {
	for at < len(data) {
		if data[at] == 0 {
			return at + 1
		}
		at += 1 + int(data[at])
	}
	return 0
}

func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}
