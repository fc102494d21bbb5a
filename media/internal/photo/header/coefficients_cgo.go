//go:build cgo

package header

// CoefficientBytes is the size of a coefficient of a progressive JPEG while it
// is decoded: libjpeg has 16 bits for it.
const CoefficientBytes = 2
