package hostile

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
)

// File is one hostile file.
type File struct {
	Name string
	Data []byte
	// Wants lists the codes of refusal that are right for it, "" for none. A
	// file that nothing is known of has an empty list.
	Wants []string
}

// Base is an ordinary picture to start from.
type Base struct {
	Name string
	Data []byte
}

// flipsEach is how many files with flipped bits are made of each base.
const flipsEach = 20

// Corpus lists all hostile files, the same ones each time.
func Corpus(bases []Base) iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, list := range []iter.Seq[File]{
			slices.Values(impostors()), polyglots(bases), liars(bases), bombs(), truncations(bases), flips(bases),
		} {
			for f := range list {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// truncations cut a base at every kilobyte, and a few bytes from both ends.
func truncations(bases []Base) iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, base := range bases {
			cuts := []int{1, 2, 3, 4, 8, 11, 12, 13, 20, 29, 30, 33, 64, 100, len(base.Data) - 3, len(base.Data) - 1}
			for at := 1024; at < len(base.Data); at += 1024 {
				cuts = append(cuts, at)
			}
			for _, at := range cuts {
				if at < 1 || at >= len(base.Data) {
					continue
				}
				if !yield(File{Name: fmt.Sprintf("%s cut at %d", base.Name, at), Data: base.Data[:at]}) {
					return
				}
			}
		}
	}
}

// flips turn over some bits, more of them in every further file; half of the
// files have them in the first hundred bytes, where headers are.
func flips(bases []Base) iter.Seq[File] {
	return func(yield func(File) bool) {
		for i, base := range bases {
			source := rand.New(rand.NewPCG(uint64(i), 1))
			for n := range flipsEach {
				data := slices.Clone(base.Data)
				reach := len(data)
				if n%2 == 0 {
					reach = min(reach, 100)
				}
				for range 1 + n/2 {
					data[source.IntN(reach)] ^= 1 << source.IntN(8)
				}
				if !yield(File{Name: fmt.Sprintf("%s with flips %d", base.Name, n), Data: data}) {
					return
				}
			}
		}
	}
}
