package header

import (
	"bytes"
	"encoding/binary"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
	"github.com/cruddur/cruddur/media/internal/photo/icc"
)

// JPEGFrame is what a JPEG's frame header says.
type JPEGFrame struct {
	Progressive bool
	Precision   int // bits a sample
	Components  []Component
	// Transform is the Adobe marker's colour transform, or -1 without one.
	Transform int
}

// Component is one channel: by how much it is sampled, across and down.
type Component struct {
	ID   byte
	H, V int
}

// Markers of JPEG (ITU T.81, table B.1).
const (
	markerSOF0  = 0xc0
	markerSOF2  = 0xc2
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerDAC   = 0xcc
	markerSOF15 = 0xcf
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
)

// readJPEG walks over all segments up to the end of the picture: the number of
// scans can be known in no other way.
func readJPEG(data []byte, h *Header) bool {
	w := &jpegWalk{header: h, transform: -1}
	rest := data[2:]
	for {
		var marker byte
		if marker, rest = nextMarker(rest); marker == 0 || marker == markerEOI {
			break
		}
		if marker == 0x01 || marker >= markerRST0 && marker <= markerSOI {
			continue // these stand alone
		}
		if len(rest) < 2 {
			break
		}
		length := int(binary.BigEndian.Uint16(rest))
		if length < 2 || length > len(rest) {
			break
		}
		if !w.segment(marker, rest[2:length]) {
			return false
		}
		rest = rest[length:]
	}
	return w.finish()
}

// nextMarker skips to the next marker, over entropy-coded data too: in there,
// 0xff is followed by zero.
func nextMarker(data []byte) (marker byte, rest []byte) {
	for {
		i := bytes.IndexByte(data, 0xff)
		if i < 0 {
			return 0, nil
		}
		data = data[i:]
		for len(data) > 0 && data[0] == 0xff {
			data = data[1:]
		}
		if len(data) == 0 {
			return 0, nil
		}
		if data[0] != 0 {
			return data[0], data[1:]
		}
	}
}

type jpegWalk struct {
	header    *Header
	frame     *JPEGFrame
	transform int
	profile   profileParts
}

// segment is false for what no decoder here reads.
func (w *jpegWalk) segment(marker byte, body []byte) bool {
	switch {
	case marker == markerSOS:
		w.header.Scans++
	case marker == markerAPP1 && bytes.HasPrefix(body, []byte("Exif\x00")):
		if w.header.Orientation == exif.Upright {
			w.header.Orientation = exif.Parse(body)
		}
	case marker == markerAPP2:
		w.profile.add(body)
	case marker == markerAPP14 && len(body) >= 12 && bytes.HasPrefix(body, []byte("Adobe")):
		w.transform = int(body[11])
	case isFrame(marker):
		// Only baseline, extended and progressive Huffman coding are read.
		return w.frame == nil && marker <= markerSOF2 && w.readFrame(marker, body)
	}
	return true
}

func isFrame(marker byte) bool {
	return marker >= markerSOF0 && marker <= markerSOF15 &&
		marker != markerDHT && marker != markerJPG && marker != markerDAC
}

func (w *jpegWalk) readFrame(marker byte, body []byte) bool {
	if len(body) < 6 || len(body) < 6+3*int(body[5]) {
		return false
	}
	w.frame = &JPEGFrame{Progressive: marker == markerSOF2, Precision: int(body[0])}
	w.header.Height = int(binary.BigEndian.Uint16(body[1:]))
	w.header.Width = int(binary.BigEndian.Uint16(body[3:]))
	for i := range int(body[5]) {
		c := body[6+3*i:]
		component := Component{ID: c[0], H: int(c[1] >> 4), V: int(c[1] & 15)}
		if component.H < 1 || component.H > 4 || component.V < 1 || component.V > 4 {
			return false
		}
		w.frame.Components = append(w.frame.Components, component)
	}
	n := len(w.frame.Components)
	return (n == 1 || n == 3 || n == 4) && w.frame.Precision == 8
}

func (w *jpegWalk) finish() bool {
	if w.frame == nil || w.header.Scans == 0 {
		return false
	}
	w.frame.Transform = w.transform
	w.header.JPEG = w.frame
	w.header.Profile = w.profile.join()
	w.estimate()
	return true
}

// estimate adds up the samples of all components. Four of them are decoded once
// as they are and once more together; a progressive picture's coefficients are
// kept, at up to four bytes each, until the last scan has been read.
func (w *jpegWalk) estimate() {
	h, maxH, maxV := w.header, 1, 1
	for _, c := range w.frame.Components {
		maxH, maxV = max(maxH, c.H), max(maxV, c.V)
	}
	var samples int64
	for _, c := range w.frame.Components {
		samples += h.Pixels() * int64(c.H*c.V) / int64(maxH*maxV)
	}
	h.DecodedBytes = samples
	if len(w.frame.Components) == 4 {
		h.DecodedBytes += 4 * h.Pixels()
	}
	if w.frame.Progressive {
		h.WorkBytes = CoefficientBytes * samples
	}
}

// profileParts collects a profile that is spread over several segments.
type profileParts struct {
	parts [256][]byte
	count int
}

func (p *profileParts) add(body []byte) {
	body, found := bytes.CutPrefix(body, []byte("ICC_PROFILE\x00"))
	if !found || len(body) < 2 || body[0] == 0 || body[0] > body[1] {
		return
	}
	p.count = int(body[1])
	p.parts[body[0]] = body[2:]
}

// join is nil when a part is missing.
func (p *profileParts) join() []byte {
	var profile []byte
	for i := 1; i <= p.count; i++ {
		if len(p.parts[i]) == 0 || len(profile)+len(p.parts[i]) > icc.MaxBytes {
			return nil
		}
		profile = append(profile, p.parts[i]...)
	}
	return profile
}
