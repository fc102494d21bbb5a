package hostile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"iter"
)

// Codes of refusal that bombs may be answered with.
const (
	pixels     = "too_many_pixels"
	tooComplex = "too_complex"
	broken     = "broken"
)

type bomb struct {
	name  string
	make  func() []byte
	wants []string
}

// bombs are made one at a time: some take their makers some memory too.
func bombs() iter.Seq[File] {
	list := []bomb{
		{"GIF of 35 bytes and 65535²", tinyGIF, []string{pixels}},
		{"JPEG header of 65500²", func() []byte { return jpegHeader(65500, 65500) }, []string{broken, pixels}},
		{"PNG of 30000² in one bit", func() []byte { return zeroPNG(30000, 30000, 1, 0, 0) }, []string{pixels}},
		{"PNG of 12000² in RGBA", func() []byte { return zeroPNG(12000, 12000, 8, 6, 0) }, []string{pixels}},
		{"PNG of 2³¹ by 2³¹", func() []byte { return pngHeader(1<<31-1, 1<<31-1, 8, 6, 0) }, []string{pixels}},
		{"PNG of 2³² by 1", func() []byte { return pngHeader(1<<32-1, 1, 8, 6, 0) }, []string{broken}},
		{"PNG as long as may be", func() []byte { return zeroPNG(16384, 1500, 8, 2, 0) }, []string{""}},
		{"PNG as large as may be", func() []byte { return zeroPNG(5000, 5000, 8, 6, 0) }, []string{""}},
		{"PNG as deep as may be", func() []byte { return zeroPNG(5000, 4800, 16, 6, 0) }, []string{""}},
		{"PNG deeper than may be", func() []byte { return zeroPNG(5000, 5000, 16, 6, 0) }, []string{tooComplex}},
		{"interlaced PNG", func() []byte { return zeroPNG(4900, 4900, 8, 6, 1) }, []string{""}},
		{"interlaced PNG, too large", func() []byte { return zeroPNG(4100, 4100, 16, 6, 1) }, []string{tooComplex}},
		{"PNG with a bomb for a profile", profileBomb, []string{""}},
		{"PNG of a million chunks", manyChunks, []string{""}},
		{"JPEG of a million markers", manyMarkers, []string{broken}},
		{"JPEG of 1001 scans over 64 MP", func() []byte { return scanBomb(8000, 8000, 1001, 0x11) }, []string{pixels}},
		{"JPEG of 1001 scans over 49 MP", func() []byte { return scanBomb(7000, 7000, 1001, 0x11) }, []string{tooComplex}},
		{"JPEG of 1001 scans over 1 MP", func() []byte { return scanBomb(1000, 1000, 1001, 0x11) }, []string{tooComplex}},
		{"JPEG of 100 scans over 5 MP", func() []byte { return scanBomb(2200, 2200, 100, 0x11) }, []string{"", broken}},
		{"progressive JPEG as large as may be", func() []byte { return scanBomb(7000, 7000, 10, 0x22) }, []string{"", broken, tooComplex}},
		{"progressive JPEG with more than may be", func() []byte { return scanBomb(7000, 7000, 10, 0x11) }, []string{tooComplex}},
		{"GIF of a million frames", manyFrames, []string{"", broken}},
		{"GIF of one block without end", endlessGIF, []string{broken}},
		{"WebP of 16383²", func() []byte { return losslessWebP(16383, 16383) }, []string{pixels}},
		{"WebP as large as may be", func() []byte { return losslessWebP(4800, 4800) }, []string{"", broken}},
		{"WebP larger than may be", func() []byte { return losslessWebP(5000, 5000) }, []string{tooComplex}},
		{"WebP that is small outside and large inside", nestedWebP, []string{broken}},
		{"animated WebP larger than may be", func() []byte { return animatedWebP(16000, 16000) }, []string{pixels}},
	}
	return func(yield func(File) bool) {
		for _, b := range list {
			if !yield(File{Name: b.name, Data: b.make(), Wants: b.wants}) {
				return
			}
		}
	}
}

// tinyGIF is a frame of 65535² and one byte of data for it.
func tinyGIF() []byte {
	return []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff" +
		",\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x01\x44\x00;")
}

func manyFrames() []byte {
	frame := ",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
	return append([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"), bytes.Repeat([]byte(frame), 1_000_000)...)
}

// endlessGIF has a comment that fills the file and never ends.
func endlessGIF() []byte {
	block := append([]byte{255}, bytes.Repeat([]byte{'x'}, 255)...)
	return append([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe"), bytes.Repeat(block, 70_000)...)
}

const pngSignature = "\x89PNG\r\n\x1a\n"

func pngChunk(kind string, body []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(append(chunk, kind...), body...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}

func pngHeader(width, height uint32, depth, colour, interlace byte) []byte {
	body := binary.BigEndian.AppendUint32(nil, width)
	body = binary.BigEndian.AppendUint32(body, height)
	body = append(body, depth, colour, 0, 0, interlace)
	return append([]byte(pngSignature), pngChunk("IHDR", body)...)
}

// zeroPNG is a picture of zeros, which deflate to a thousandth.
func zeroPNG(width, height uint32, depth, colour, interlace byte) []byte {
	bits := int64(depth) * map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
	passes := [][4]int64{{0, 0, 1, 1}}
	if interlace == 1 { // where each pass begins, and its steps
		passes = [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	var length int64
	for _, p := range passes {
		columns := (int64(width) - p[0] + p[2] - 1) / p[2]
		rows := (int64(height) - p[1] + p[3] - 1) / p[3]
		length += rows * (1 + (columns*bits+7)/8)
	}
	data := append(pngHeader(width, height, depth, colour, interlace), pngChunk("IDAT", deflatedZeros(length))...)
	return append(data, pngChunk("IEND", nil)...)
}

func deflatedZeros(length int64) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	zeros := make([]byte, 64<<10)
	for ; length > 0; length -= int64(len(zeros)) {
		_, _ = w.Write(zeros[:min(int64(len(zeros)), length)]) // into memory
	}
	_ = w.Close()
	return out.Bytes()
}

// profileBomb has a colour profile that inflates to half a gigabyte.
func profileBomb() []byte {
	small := zeroPNG(10, 10, 8, 2, 0)
	chunk := pngChunk("iCCP", append([]byte("x\x00\x00"), deflatedZeros(512<<20)...))
	return bytes.Join([][]byte{small[:33], chunk, small[33:]}, nil)
}

func manyChunks() []byte {
	small := zeroPNG(10, 10, 8, 2, 0)
	return bytes.Join([][]byte{small[:33], bytes.Repeat(pngChunk("tEXt", []byte("a\x00b")), 1_000_000), small[33:]}, nil)
}

// nestedWebP says 10 by 10 and holds a picture of 16383².
func nestedWebP() []byte {
	return riff(riffChunk("VP8X", []byte{0, 0, 0, 0, 9, 0, 0, 9, 0, 0}), riffChunk("VP8L", vp8l(16383, 16383)))
}

func losslessWebP(width, height int) []byte { return riff(riffChunk("VP8L", vp8l(width, height))) }

func animatedWebP(width, height int) []byte {
	size := append(uint24(width-1), uint24(height-1)...)
	frame := bytes.Join([][]byte{make([]byte, 6), size, make([]byte, 4), riffChunk("VP8L", vp8l(width, height))}, nil)
	return riff(riffChunk("VP8X", append([]byte{2, 0, 0, 0}, size...)), riffChunk("ANIM", make([]byte, 6)), riffChunk("ANMF", frame))
}

// vp8l is a lossless picture of one colour: every prefix code has one symbol,
// so that pixels take no bits at all.
func vp8l(width, height int) []byte {
	head := []byte{0x2f}
	head = binary.LittleEndian.AppendUint32(head, uint32(width-1)|uint32(height-1)<<14)
	// No transform (0), no colour cache (0), no groups (0), then five codes,
	// each "simple" (1), of one symbol (0), of one bit (0), which is 0 (0).
	bits, n := uint64(0), 3
	for range 5 {
		bits |= 1 << n
		n += 4
	}
	return binary.LittleEndian.AppendUint64(head, bits)
}

func riff(chunks ...[]byte) []byte {
	body := bytes.Join(chunks, nil)
	file := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)+4))...)
	return append(append(file, "WEBP"...), body...)
}

func riffChunk(kind string, body []byte) []byte {
	chunk := append([]byte(kind), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	return append(append(chunk, body...), make([]byte, len(body)%2)...)
}

func uint24(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }
