package hostile

import (
	"bytes"
	"encoding/binary"
)

func segment(marker byte, body []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return append(head, body...)
}

// frame is a frame header of three components in YCbCr, the first of them
// sampled as given.
func frame(marker byte, width, height uint16, sampling byte) []byte {
	body := binary.BigEndian.AppendUint16([]byte{8}, height)
	body = binary.BigEndian.AppendUint16(body, width)
	return segment(marker, append(body, 3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0))
}

func quantization() []byte { return segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)) }

// huffman is a table of a few symbols, which all have codes of eight bits.
func huffman(class byte, symbols ...byte) []byte {
	counts := make([]byte, 16)
	counts[7] = byte(len(symbols))
	return segment(0xc4, bytes.Join([][]byte{{class}, counts, symbols}, nil))
}

// jpegHeader is a JPEG that ends before its first scan.
func jpegHeader(width, height uint16) []byte {
	return bytes.Join([][]byte{{0xff, 0xd8}, quantization(), frame(0xc0, width, height, 0x11)}, nil)
}

// scanBomb is a progressive JPEG of many scans, each of which says in a few
// bytes that nothing changes in tens of thousands of blocks. Decoders pass over
// all coefficients for every one of them.
func scanBomb(width, height uint16, scans int, sampling byte) []byte {
	var file bytes.Buffer
	file.Write([]byte{0xff, 0xd8})
	file.Write(quantization())
	file.Write(frame(0xc2, width, height, sampling))
	file.Write(huffman(0x00, 0))          // DC: no difference
	file.Write(huffman(0x10, 0xe0, 0x00)) // AC: a run of 2¹⁴ and more empty blocks, and one
	h, v := int(sampling>>4), int(sampling&15)
	blocks := blocksOf(int(width), 8) * blocksOf(int(height), 8)
	interleaved := blocksOf(int(width), 8*h) * blocksOf(int(height), 8*v) * (h*v + 2)
	file.Write(segment(0xda, []byte{3, 1, 0, 2, 0, 3, 0, 0, 0, 0}))
	file.Write(make([]byte, interleaved)) // each code is a zero byte
	for i := 1; i < scans; i++ {
		// The first coefficients once, then one after the other again and again.
		low := byte(1 + i%63)
		file.Write(segment(0xda, []byte{1, 1, 0, low, low, 0}))
		file.Write(emptyRuns(blocks))
	}
	file.Write([]byte{0xff, 0xd9})
	return file.Bytes()
}

func blocksOf(side, size int) int { return (side + size - 1) / size }

// emptyRuns codes that so many blocks are empty: a symbol of eight bits, the
// first, and fourteen bits that add up to 2¹⁵−1 blocks.
func emptyRuns(blocks int) []byte {
	const run = 1<<15 - 1
	w := &bitWriter{}
	for ; blocks > 0; blocks -= run {
		n := min(blocks, run)
		if n < 1<<14 {
			for range n {
				w.write(1, 8) // the second symbol: one empty block
			}
			break
		}
		w.write(0, 8)
		w.write(uint32(n-1<<14), 14)
	}
	return w.bytes()
}

// bitWriter writes bits as JPEG does: a zero after every 0xff, ones to the end.
type bitWriter struct {
	out  []byte
	bits uint32
	n    int
}

func (w *bitWriter) write(value uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		w.bits = w.bits<<1 | value>>i&1
		if w.n++; w.n == 8 {
			w.out = append(w.out, byte(w.bits))
			if byte(w.bits) == 0xff {
				w.out = append(w.out, 0)
			}
			w.bits, w.n = 0, 0
		}
	}
}

func (w *bitWriter) bytes() []byte {
	for w.n != 0 {
		w.write(1, 1)
	}
	return w.out
}

func manyMarkers() []byte {
	return append([]byte{0xff, 0xd8}, bytes.Repeat(segment(0xfe, []byte("x")), 1_000_000)...)
}
