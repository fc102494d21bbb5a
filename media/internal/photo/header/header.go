// Package header reads what a picture says of itself before anything is
// decoded: format, size, scans, orientation, colour profile. Its parsers trust
// nothing, allocate little, and read only what a decoder would.
package header

import (
	"bytes"
	"errors"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

// Format is a kind of file.
type Format string

// The formats that are taken. All others are refused, also those that a decoder
// at hand could read: TIFF, BMP and SVG are more trouble than they are worth.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
)

// Errors of Read.
var (
	// ErrFormat says that a file is none of the formats that are taken.
	ErrFormat = errors.New("header: not a picture of a known format")
	// ErrBroken says that a file begins like one of them, but can't be read.
	ErrBroken = errors.New("header: broken")
)

// Header is what a file says of itself.
type Header struct {
	Format Format
	// Width and Height are as stored, before Orientation is applied.
	Width, Height int
	Orientation   exif.Orientation
	// Profile is an embedded ICC profile, or nil.
	Profile []byte
	// Animated tells that the file has more than one frame.
	Animated bool
	// Scans is how many passes over the picture a JPEG needs.
	Scans int

	// DecodedBytes is how much memory the picture takes once decoded, and
	// WorkBytes how much more decoding takes for itself.
	DecodedBytes, WorkBytes int64

	// JPEG is set for JPEGs, Frame for WebPs.
	JPEG  *JPEGFrame
	Frame *WebPFrame
}

// Pixels is the number of pixels as stored.
func (h Header) Pixels() int64 { return int64(h.Width) * int64(h.Height) }

// Sniff tells the format by the first bytes; names and declared types lie.
func Sniff(data []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return GIF, nil
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return WebP, nil
	}
	return "", ErrFormat
}

// Read reads the header of a file. It fails with ErrFormat or ErrBroken.
func Read(data []byte) (Header, error) {
	format, err := Sniff(data)
	if err != nil {
		return Header{}, err
	}
	h := Header{Format: format, Orientation: exif.Upright}
	read := map[Format]func([]byte, *Header) bool{JPEG: readJPEG, PNG: readPNG, GIF: readGIF, WebP: readWebP}[format]
	if !read(data, &h) || h.Width < 1 || h.Height < 1 {
		return Header{}, ErrBroken
	}
	return h, nil
}
