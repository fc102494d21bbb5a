package header

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
	"github.com/cruddur/cruddur/media/internal/photo/icc"
)

const (
	pngSignature = 8
	// pngOverhead is a chunk's length, type and checksum.
	pngOverhead = 12
	// pngPalette is the colour type of pictures with a palette.
	pngPalette = 3
)

// readPNG walks over the chunks; the picture's own are skipped, not inflated.
func readPNG(data []byte, h *Header) bool {
	rest := data[pngSignature:]
	for first := true; len(rest) >= pngOverhead; first = false {
		length := uint64(binary.BigEndian.Uint32(rest))
		if length+pngOverhead > uint64(len(rest)) {
			break // cut short: what was found so far counts, the decoder says the rest
		}
		kind, body := string(rest[4:8]), rest[8:8+length]
		if first != (kind == "IHDR") {
			return false
		}
		switch kind {
		case "IHDR":
			if !readIHDR(body, h) {
				return false
			}
		case "eXIf":
			h.Orientation = exif.Parse(body)
		case "iCCP":
			h.Profile = inflateProfile(body)
		case "acTL":
			h.Animated = len(body) >= 4 && binary.BigEndian.Uint32(body) > 1
		case "IEND":
			return true
		}
		rest = rest[length+pngOverhead:]
	}
	return h.Width > 0
}

func readIHDR(body []byte, h *Header) bool {
	if len(body) != 13 {
		return false
	}
	width, height := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return false
	}
	h.Width, h.Height = int(width), int(height)
	depth, colour, interlaced := body[8], body[9], body[12] != 0
	bytesAPixel := int64(4)
	switch {
	case colour == pngPalette:
		bytesAPixel = 1
	case depth == 16:
		bytesAPixel = 8
	}
	h.DecodedBytes = satProduct(h.Pixels(), bytesAPixel)
	if interlaced { // each pass is a picture of its own, until it is merged
		h.WorkBytes = h.DecodedBytes / 2
	}
	return true
}

// satProduct keeps sizes that no limit would let pass from wrapping around.
func satProduct(a, b int64) int64 {
	const most = 1 << 60
	if a > most/b {
		return most
	}
	return a * b
}

// inflateProfile reads an iCCP chunk: a name, a zero, the method, and the
// profile, deflated. It inflates no more than a profile may be long.
func inflateProfile(body []byte) []byte {
	_, packed, found := bytes.Cut(body, []byte{0})
	if !found || len(packed) < 1 || packed[0] != 0 {
		return nil
	}
	reader, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(reader, icc.MaxBytes+1))
	if err != nil || len(profile) > icc.MaxBytes {
		return nil
	}
	return profile
}
