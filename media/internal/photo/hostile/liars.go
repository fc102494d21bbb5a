package hostile

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
)

const unsupported = "unsupported_format"

// impostors are other things under the name of a picture.
func impostors() []File {
	list := map[string]string{
		"an HTML page":         "<!doctype html><html><script>alert(document.domain)</script></html>",
		"an SVG with script":   `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"an XML with entity":   `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
		"a PDF":                "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n",
		"a ZIP":                "PK\x03\x04\x14\x00\x00\x00\x08\x00",
		"an ELF":               "\x7fELF\x02\x01\x01\x00",
		"a Windows program":    "MZ\x90\x00\x03\x00\x00\x00",
		"a shell script":       "#!/bin/sh\nrm -rf /\n",
		"a TIFF":               "II*\x00\x08\x00\x00\x00\xff\xff",
		"a big TIFF":           "MM\x00+\x00\x08\x00\x00",
		"a BMP":                "BM\xff\xff\xff\x7f\x00\x00\x00\x006\x00\x00\x00(\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f",
		"an icon":              "\x00\x00\x01\x00\x01\x00\x00\x00",
		"a HEIC":               "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
		"an AVIF":              "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf",
		"a JPEG XL":            "\xff\x0a\xfa\xff",
		"a JPEG 2000":          "\x00\x00\x00\x0cjP  \r\n\x87\n",
		"a Photoshop file":     "8BPS\x00\x01\x00\x00\x00\x00\x00\x00",
		"ImageMagick's MVG":    "push graphic-context\nimage over 0,0 0,0 'ephemeral:/etc/passwd'\npop graphic-context",
		"a PostScript":         "%!PS-Adobe-3.0\nsystemdict /eq known",
		"a video":              "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
		"a sound":              "RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00",
		"white space":          "   \n\t  \n",
		"zeros":                string(make([]byte, 4096)),
		"a picture further on": "\n\xff\xd8\xff\xe0\x00\x10JFIF",
	}
	files := make([]File, 0, len(list))
	for name, text := range list {
		files = append(files, File{Name: name, Data: []byte(text), Wants: []string{unsupported}})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// polyglots are pictures and something else at once. They may be taken: what is
// shown is made anew, so nothing of the other half survives.
func polyglots(bases []Base) iter.Seq[File] {
	others := map[string]string{
		"HTML":  "<html><script>alert(document.domain)</script></html>",
		"a ZIP": "PK\x03\x04\x14\x00\x00\x00\x08\x00PK\x05\x06" + string(make([]byte, 18)),
		"PHP":   "<?php system($_GET['c']); ?>",
		"a PDF": "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
	}
	return func(yield func(File) bool) {
		for _, base := range bases {
			for _, name := range slices.Sorted(keys(others)) {
				data := append(slices.Clone(base.Data), others[name]...)
				if !yield(File{Name: base.Name + " with " + name + " behind it", Data: data, Wants: []string{""}}) {
					return
				}
			}
			if string(base.Data[:2]) == "\xff\xd8" {
				comment := segment(0xfe, []byte(others["HTML"]))
				data := bytes.Join([][]byte{base.Data[:2], comment, base.Data[2:]}, nil)
				if !yield(File{Name: base.Name + " with HTML in a comment", Data: data, Wants: []string{""}}) {
					return
				}
			}
		}
	}
}

func keys(m map[string]string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// liars say another size than they have.
func liars(bases []Base) iter.Seq[File] {
	sizes := [][2]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1000, 1}, {1, 16384}, {3000, 3000}, {16384, 1500}, {16385, 1}, {30000, 30000}, {65535, 65535}}
	return func(yield func(File) bool) {
		for _, base := range bases {
			for _, size := range sizes {
				data := resized(base.Data, size[0], size[1])
				if data == nil {
					continue
				}
				if !yield(File{Name: base.Name + " that lies about its size", Data: data}) {
					return
				}
			}
		}
	}
}

// resized writes another size into the header, or returns nil for formats that
// have it in more than one place.
func resized(data []byte, width, height int) []byte {
	out := slices.Clone(data)
	switch {
	case bytes.HasPrefix(data, []byte("GIF8")):
		binary.LittleEndian.PutUint16(out[6:], uint16(width))
		binary.LittleEndian.PutUint16(out[8:], uint16(height))
		return out
	case bytes.HasPrefix(data, []byte(pngSignature)):
		colour := data[25]
		head := pngHeader(uint32(width), uint32(height), data[24], colour, data[28])
		return append(head, data[33:]...)
	case bytes.HasPrefix(data, []byte{0xff, 0xd8}):
		for at := 2; at+9 < len(data) && data[at] == 0xff; at += 2 + int(binary.BigEndian.Uint16(data[at+2:])) {
			if data[at+1] == 0xc0 || data[at+1] == 0xc2 {
				binary.BigEndian.PutUint16(out[at+5:], uint16(height))
				binary.BigEndian.PutUint16(out[at+7:], uint16(width))
				return out
			}
		}
	}
	return nil
}
