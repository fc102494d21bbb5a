package header

import (
	"bytes"
	"encoding/binary"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
	"github.com/cruddur/cruddur/media/internal/photo/icc"
)

// WebPFrame is the first frame of an animation: where it goes on the canvas,
// and its own chunks. For a still picture, Chunks is nil.
type WebPFrame struct {
	X, Y, Width, Height int
	Chunks              []byte
	Lossless            bool
}

// Kinds of chunks that hold a picture.
const (
	chunkLossy    = "VP8 "
	chunkLossless = "VP8L"
)

const (
	riffHeader  = 12
	chunkHeader = 8
	frameHeader = 16
	webpAnimate = 1 << 1
	webpAlpha   = 1 << 4
)

// readWebP walks over the chunks up to the first picture, and on for metadata.
func readWebP(data []byte, h *Header) bool {
	h.Frame = &WebPFrame{}
	extended := false
	for kind, body := range chunks(data[riffHeader:]) {
		switch kind {
		case "VP8X":
			if len(body) != 10 || h.Width > 0 {
				return false
			}
			extended = true
			h.Width, h.Height = 1+uint24(body[4:]), 1+uint24(body[7:])
			h.Animated = body[0]&webpAnimate != 0
		case "ICCP":
			if len(body) <= icc.MaxBytes {
				h.Profile = body
			}
		case "EXIF":
			h.Orientation = exif.Parse(body)
		case "ANMF":
			if h.Frame.Chunks == nil && !readAnimationFrame(body, h) {
				return false
			}
		case chunkLossy, chunkLossless:
			if !readStill(kind, body, h, extended) {
				return false
			}
		}
	}
	// Lossless decoding has a second copy of the picture for its transforms.
	h.DecodedBytes = satProduct(h.Pixels(), 4)
	if h.Frame.Lossless {
		h.WorkBytes = satProduct(h.Pixels(), 4)
	}
	return h.Frame.Width > 0
}

// chunks lists a RIFF file's chunks as far as they are whole.
func chunks(data []byte) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for len(data) >= chunkHeader {
			kind, rest := string(data[:4]), data[chunkHeader:]
			// What is cut short counts as far as it goes.
			length := min(int64(binary.LittleEndian.Uint32(data[4:])), int64(len(rest)))
			if !yield(kind, rest[:length]) {
				return
			}
			data = rest[min(int64(len(rest)), length+length%2):]
		}
	}
}

func readStill(kind string, body []byte, h *Header, extended bool) bool {
	width, height, ok := frameSize(kind, body)
	switch {
	case h.Frame.Width > 0 || h.Frame.Chunks != nil:
		return true // only the first counts
	case !ok || extended && (width != h.Width || height != h.Height):
		return false
	}
	h.Width, h.Height = width, height
	h.Frame.Width, h.Frame.Height = width, height
	h.Frame.Lossless = kind == chunkLossless
	return true
}

// frameSize reads the size from the beginning of a picture's data.
func frameSize(kind string, body []byte) (width, height int, ok bool) {
	switch {
	case kind == chunkLossless && len(body) >= 5 && body[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(body[1:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, true
	case kind == chunkLossy && len(body) >= 10 && bytes.Equal(body[3:6], []byte{0x9d, 0x01, 0x2a}):
		return int(binary.LittleEndian.Uint16(body[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(body[8:]) & 0x3fff), true
	}
	return 0, 0, false
}

func readAnimationFrame(body []byte, h *Header) bool {
	if len(body) < frameHeader {
		return false
	}
	frame := WebPFrame{
		X: 2 * uint24(body), Y: 2 * uint24(body[3:]),
		Width: 1 + uint24(body[6:]), Height: 1 + uint24(body[9:]),
		Chunks: body[frameHeader:],
	}
	if frame.X+frame.Width > h.Width || frame.Y+frame.Height > h.Height {
		return false
	}
	for kind, data := range chunks(frame.Chunks) {
		if kind != chunkLossy && kind != chunkLossless {
			continue
		}
		width, height, ok := frameSize(kind, data)
		frame.Lossless = kind == chunkLossless
		*h.Frame = frame
		return ok && width == frame.Width && height == frame.Height
	}
	return false
}

// Still makes a file of its own of an animation's first frame.
func (f *WebPFrame) Still() []byte {
	var file bytes.Buffer
	var kinds []string
	for kind := range chunks(f.Chunks) {
		kinds = append(kinds, kind)
	}
	head := []byte("RIFF\x00\x00\x00\x00WEBP")
	if len(kinds) > 0 && kinds[0] == "ALPH" { // only the extended form may have it
		head = append(head, "VP8X\x0a\x00\x00\x00"...)
		head = append(head, webpAlpha, 0, 0, 0)
		head = append(head, putUint24(f.Width-1)...)
		head = append(head, putUint24(f.Height-1)...)
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(len(head)-chunkHeader+len(f.Chunks))) //nolint:gosec // files are below 20 MB
	file.Write(head)
	file.Write(f.Chunks)
	return file.Bytes()
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func putUint24(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} } //nolint:gosec // cut to 24 bits on purpose
