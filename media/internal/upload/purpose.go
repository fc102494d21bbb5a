package upload

import "slices"

// Purpose is what a picture is for. It decides the renditions and who may see
// them.
type Purpose string

// The purposes there are.
const (
	Photo   Purpose = "photo"   // of a crud
	Message Purpose = "message" // in a conversation
	Avatar  Purpose = "avatar"  // of a profile
	Banner  Purpose = "banner"  // of a profile
)

// Limits on the size of a file, in bytes.
const (
	MaxPhotoBytes   = 20_000_000
	MaxProfileBytes = 10_000_000
)

// Purposes lists all of them.
func Purposes() []Purpose { return []Purpose{Photo, Message, Avatar, Banner} }

// Known reports whether p is one of them.
func (p Purpose) Known() bool { return slices.Contains(Purposes(), p) }

// Public reports whether everybody may see the renditions without a signed
// address, forever: true for what is part of a profile.
func (p Purpose) Public() bool { return p == Avatar || p == Banner }

// MaxBytes is the size of the largest file that is taken.
func (p Purpose) MaxBytes() int64 {
	if p.Public() {
		return MaxProfileBytes
	}
	return MaxPhotoBytes
}

// ContentTypes lists the types of files that are taken.
func ContentTypes() []string {
	return []string{"image/jpeg", "image/png", "image/gif", "image/webp"}
}
