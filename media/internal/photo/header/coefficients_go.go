//go:build !cgo

package header

// CoefficientBytes is the size of a coefficient of a progressive JPEG while it
// is decoded: image/jpeg has 32 bits for it.
const CoefficientBytes = 4
