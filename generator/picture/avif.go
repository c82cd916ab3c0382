package picture

// box is a box of an ISO media file: its type and what is in it.
type box struct {
	name string
	data []byte
}

// boxes cuts data into its boxes and stops at the first that is not whole.
func boxes(data []byte) (all []box) {
	for len(data) >= 8 {
		size, start := be32(data), 8
		if size == 1 && len(data) >= 16 && be32(data[8:]) == 0 {
			size, start = be32(data[12:]), 16
		}
		if size == 0 { // to the end of the file
			size = len(data)
		}
		if size < start || size > len(data) {
			return all
		}
		all = append(all, box{string(data[4:8]), data[start:size]})
		data = data[size:]
	}
	return all
}

func find(all []box, name string) []byte {
	for _, b := range all {
		if b.name == name {
			return b.data
		}
	}
	return nil
}

// after cuts the first n bytes off, or all.
func after(data []byte, n int) []byte {
	return data[min(n, len(data)):]
}

// avif reads the boxes up to "meta", which comes before the pixels.
func (h *header) avif() Size {
	const maxBox = 1 << 18
	for first := true; h.err == nil; first = false {
		head := h.read(8)
		name, rest := string(head[4:]), be32(head)-8
		if first != (name == "ftyp") || rest < 0 || rest > maxBox {
			return Size{}
		}
		body := h.read(rest)
		if name == "meta" && h.err == nil {
			return avifSize(body)
		}
	}
	return Size{}
}

// avifSize reads the properties of the primary item: its extent, and whether it
// is turned by a quarter.
func avifSize(meta []byte) (size Size) {
	all := boxes(after(meta, 4))
	properties := boxes(find(all, "iprp"))
	container := boxes(find(properties, "ipco"))
	for _, i := range associated(find(properties, "ipma"), primary(find(all, "pitm"))) {
		if i < 1 || i > len(container) {
			continue
		}
		switch p := container[i-1]; {
		case p.name == "ispe" && len(p.data) >= 12:
			size = Size{be32(p.data[4:]), be32(p.data[8:])}
		case p.name == "irot" && len(p.data) >= 1 && p.data[0]&1 == 1:
			defer func() { size.Width, size.Height = size.Height, size.Width }()
		}
	}
	return size
}

// primary reads the number of the picture's main item.
func primary(pitm []byte) int {
	switch {
	case len(pitm) >= 6 && pitm[0] == 0:
		return be16(pitm[4:])
	case len(pitm) >= 8:
		return be32(pitm[4:])
	}
	return 0
}

// associated lists the numbers of an item's properties.
func associated(ipma []byte, item int) []int {
	if len(ipma) < 8 {
		return nil
	}
	idBytes, wide := 2, ipma[3]&1 == 1
	if ipma[0] >= 1 {
		idBytes = 4
	}
	entries, data := be32(ipma[4:]), ipma[8:]
	for ; entries > 0 && len(data) > idBytes; entries-- {
		id := be16(data)
		if idBytes == 4 {
			id = be32(data)
		}
		count := int(data[idBytes])
		data = data[idBytes+1:]
		var list []int
		for ; count > 0 && len(data) > 0; count-- {
			if wide && len(data) >= 2 {
				list, data = append(list, be16(data)&0x7FFF), data[2:]
			} else {
				list, data = append(list, int(data[0]&0x7F)), data[1:]
			}
		}
		if id == item {
			return list
		}
	}
	return nil
}
