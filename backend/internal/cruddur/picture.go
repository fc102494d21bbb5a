package cruddur

import (
	"time"

	"github.com/google/uuid"
)

// MaxPhotos is how many photos a crud carries at most.
const MaxPhotos = 4

// Purpose is what a picture is for.
type Purpose string

// The purposes that pictures of this service have.
const (
	PurposePhoto  Purpose = "photo"
	PurposeAvatar Purpose = "avatar"
	PurposeBanner Purpose = "banner"
)

// Purposes lists them.
func Purposes() []Purpose { return []Purpose{PurposePhoto, PurposeAvatar, PurposeBanner} }

// Picture is an upload that became a picture. Its files are below one folder,
// named for their widths and formats.
type Picture struct {
	ID          uuid.UUID
	Width       int // of the upload, upright
	Height      int
	Animated    bool // only the first frame was kept
	Placeholder string
	Widths      []int    // ascending
	Formats     []string // that every width is there in, the smallest files first
}

// PublicPicture is an avatar or a banner, which everybody may see.
type PublicPicture struct {
	ID          uuid.UUID
	Placeholder string
	Widths      []int
	Formats     []string
}

// Photo is a picture that a crud carries.
type Photo struct {
	Picture

	Alt        string // empty when the author gave none
	FocalPoint FocalPoint
	// Signature opens the photo's files at the edge until the crud expires, and
	// not longer; empty where nobody needs it.
	Signature string
}

// FocalPoint is what should stay in sight when a photo is cropped, from the
// upper left corner, as parts of its width and height.
type FocalPoint struct{ X, Y float64 }

// Middle is the focal point of a photo whose author chose none.
var Middle = FocalPoint{X: 0.5, Y: 0.5}

// PictureChange puts a picture into a place of a profile, or takes the present
// one away when Picture is nil.
type PictureChange struct{ Picture *Picture }

// PhotoFolder is where the edge serves a photo's files, to signed requests.
func PhotoFolder(id uuid.UUID) string { return "/media/photos/" + id.String() + "/" }

// PublicFolder is where the edge serves the files of an avatar or a banner.
func PublicFolder(id uuid.UUID) string { return "/media/public/" + id.String() + "/" }

// LastSecond is the last whole second of a life: the edge counts in seconds, and
// a photo must not be seen any longer than its crud.
func LastSecond(end time.Time) time.Time { return end.Truncate(time.Second) }
