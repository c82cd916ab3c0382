package picture

import (
	"bytes"
	"encoding/binary"
)

// exifOrientation finds the orientation, 1 to 8, in the EXIF segment of a JPEG;
// 0 where there is none. It reads one number of the first directory and trusts
// no offset.
func exifOrientation(segment []byte) int {
	tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := int(order.Uint16(tiff[at:]))
	directory := tiff[at+2:]
	const entryBytes, orientationTag, shortType = 12, 0x0112, 3
	for range entries {
		if len(directory) < entryBytes {
			return 0
		}
		if order.Uint16(directory) == orientationTag && order.Uint16(directory[2:]) == shortType {
			if o := int(order.Uint16(directory[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 0
		}
		directory = directory[entryBytes:]
	}
	return 0
}
