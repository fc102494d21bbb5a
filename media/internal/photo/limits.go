package photo

import (
	"errors"
	"fmt"

	"github.com/cruddur/cruddur/media/internal/photo/header"
)

// Limits on what is decoded, all of them read from the header. They keep one
// picture within a Lambda's memory and a few seconds of its time.
const (
	maxSide       = 16_384
	maxJPEGPixels = 50_000_000
	maxPixels     = 25_000_000
	// maxScans is far above what encoders write (about ten); each scan passes
	// over the whole picture and may take no more than a few bytes.
	maxScans = 100
	// maxScannedPixels bounds pixels times scans: ten scans at the most pixels.
	maxScannedPixels = 10 * maxJPEGPixels
	// maxDecodedBytes bounds what decoding holds in memory at once.
	maxDecodedBytes = 184 << 20
)

// inspect reads the header and refuses what should not be decoded.
func inspect(data []byte) (header.Header, error) {
	if len(data) == 0 {
		return header.Header{}, ErrEmpty
	}
	h, err := header.Read(data)
	switch {
	case errors.Is(err, header.ErrFormat):
		return h, ErrUnsupportedFormat
	case err != nil:
		return h, ErrBroken.because(err)
	}
	most := int64(maxPixels)
	if h.Format == header.JPEG {
		most = maxJPEGPixels
	}
	switch {
	case h.Width > maxSide || h.Height > maxSide || h.Pixels() > most:
		return h, ErrTooManyPixels.because(fmt.Errorf("%d×%d", h.Width, h.Height))
	case h.Scans > maxScans || int64(h.Scans)*h.Pixels() > maxScannedPixels:
		return h, ErrTooComplex.because(fmt.Errorf("%d scans over %d×%d", h.Scans, h.Width, h.Height))
	case h.DecodedBytes+h.WorkBytes > maxDecodedBytes:
		return h, ErrTooComplex.because(fmt.Errorf("%d bytes to decode", h.DecodedBytes+h.WorkBytes))
	}
	return h, nil
}
