package header

import "encoding/binary"

const (
	gifHeader     = 13 // signature, version and logical screen
	gifDescriptor = 10 // of a frame, its mark included
)

// readGIF reads the screen, then walks over blocks until it has seen a second
// frame: then the file is an animation, and no more need be known.
func readGIF(data []byte, h *Header) bool {
	if len(data) < gifHeader {
		return false
	}
	h.Width = int(binary.LittleEndian.Uint16(data[6:]))
	h.Height = int(binary.LittleEndian.Uint16(data[8:]))
	// One byte a pixel for the frame, and four for the screen it is put on.
	h.DecodedBytes, h.WorkBytes = h.Pixels(), 4*h.Pixels()
	rest, ok := skip(data, gifHeader+gifTable(data[10]))
	for frames := 0; ok && len(rest) > 0; {
		switch rest[0] {
		case ',':
			if frames++; frames > 1 {
				h.Animated = true
				return true
			}
			rest, ok = skipFrame(rest)
		case '!':
			if rest, ok = skip(rest, 2); ok {
				rest, ok = skipBlocks(rest)
			}
		default: // the trailer, or something that the decoder will stumble over
			return true
		}
	}
	return true
}

// gifTable is the size of the colour table that a flags byte announces.
func gifTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func skip(data []byte, n int) ([]byte, bool) {
	if n > len(data) {
		return nil, false
	}
	return data[n:], true
}

func skipFrame(data []byte) ([]byte, bool) {
	if len(data) < gifDescriptor {
		return nil, false
	}
	rest, ok := skip(data, gifDescriptor+gifTable(data[9])+1) // and the code size
	if !ok {
		return nil, false
	}
	return skipBlocks(rest)
}

// skipBlocks skips data blocks up to the empty one that ends them.
func skipBlocks(data []byte) ([]byte, bool) {
	for len(data) > 0 {
		n := int(data[0])
		if 1+n > len(data) {
			return nil, false
		}
		if data = data[1+n:]; n == 0 {
			return data, true
		}
	}
	return nil, false
}
