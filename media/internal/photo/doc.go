// Package photo turns what people upload into renditions that are safe to show:
// upright, in sRGB, opaque, in a few sizes, and with nothing of the file's
// metadata.
//
// A picture passes through these steps, each in a file of its own: its header
// is read and held against limits (limits.go), it is decoded, shrunk to the
// largest size that is wanted and turned upright (decode.go, orient.go),
// converted to sRGB and put on white (colour.go), cropped if need be, and written
// in all sizes, each made from the one before (render.go).
//
// Two engines do the work on pixels that matters for speed, chosen when the
// program is built. With cgo it is libjpeg-turbo, libwebp and a resampler that
// works on the planes of a JPEG; without, it is Go's own image/jpeg and
// disintegration/imaging, and there is no WebP (engine_cgo.go, engine_go.go).
package photo
