// Package exif reads the one thing of EXIF metadata that a picture can't be
// shown right without: its orientation. All else is left unread, and nothing of
// it is kept.
package exif

import (
	"bytes"
	"encoding/binary"
)

// Orientation is how a stored picture must be turned to stand upright, as EXIF
// numbers it: 1 to 8. Values from 5 on exchange width and height.
type Orientation uint8

// Upright needs no turning; it is also what is assumed when nothing is said.
const Upright Orientation = 1

// SwapsSides reports whether turning exchanges width and height.
func (o Orientation) SwapsSides() bool { return o >= 5 && o <= 8 }

const (
	orientationTag = 0x0112
	typeShort      = 3
	entryBytes     = 12
	// maxEntries is far above what the first directory of any camera holds.
	maxEntries = 512
)

// Parse finds the orientation in a TIFF structure, which is what EXIF is made
// of, with or without the "Exif" mark before it. Damaged or lying data is
// Upright: a picture that lies on its side is better than none.
func Parse(data []byte) Orientation {
	data = bytes.TrimPrefix(data, []byte("Exif\x00\x00"))
	order := byteOrder(data)
	if order == nil {
		return Upright
	}
	offset := uint64(order.Uint32(data[4:]))
	if offset < 8 || offset+2 > uint64(len(data)) {
		return Upright
	}
	entries := data[offset+2:]
	count := min(int(order.Uint16(data[offset:])), maxEntries, len(entries)/entryBytes)
	for i := range count {
		entry := entries[i*entryBytes : (i+1)*entryBytes]
		if order.Uint16(entry) == orientationTag {
			return orientation(order, entry)
		}
	}
	return Upright
}

func byteOrder(data []byte) binary.ByteOrder {
	switch {
	case len(data) < 8:
		return nil
	case bytes.HasPrefix(data, []byte("II*\x00")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("MM\x00*")):
		return binary.BigEndian
	}
	return nil
}

func orientation(order binary.ByteOrder, entry []byte) Orientation {
	value := order.Uint16(entry[8:])
	if order.Uint16(entry[2:]) != typeShort || order.Uint32(entry[4:]) != 1 || value < 1 || value > 8 {
		return Upright
	}
	return Orientation(value)
}
