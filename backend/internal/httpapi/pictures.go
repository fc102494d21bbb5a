package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/routers"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/openapi"
	"github.com/cruddur/cruddur/platform/text"
)

// wantedPhotos is what a request says of photos. What the uploads say is looked
// up later.
func wantedPhotos(attach *contract.AttachPhotos) []cruddur.Photo {
	if attach == nil {
		return nil
	}
	wanted := make([]cruddur.Photo, len(*attach))
	for i, one := range *attach {
		wanted[i] = cruddur.Photo{Picture: cruddur.Picture{ID: one.ID}, FocalPoint: cruddur.Middle}
		if one.Alt != nil {
			wanted[i].Alt = text.Normalize(*one.Alt)
		}
		if one.FocalPoint != nil {
			wanted[i].FocalPoint = cruddur.FocalPoint{X: one.FocalPoint.X, Y: one.FocalPoint.Y}
		}
	}
	return wanted
}

// lookUp completes the photos of a draft by what their uploads say.
func (s *server) lookUp(ctx context.Context, draft cruddur.NewActivity) error {
	wanted := make([]cruddur.WantedPicture, len(draft.Photos))
	for i, photo := range draft.Photos {
		wanted[i] = cruddur.WantedPicture{ID: photo.ID, Purpose: cruddur.PurposePhoto, Field: cruddur.PhotoField(i)}
	}
	pictures, err := s.Uploads.Pictures(ctx, draft.Author, wanted)
	if err != nil {
		return err
	}
	for i := range draft.Photos {
		draft.Photos[i].Picture = pictures[i]
	}
	return nil
}

// lookUpProfilePictures completes a change of a profile. A picture that is in
// its place already is no change, so that an edit may be repeated.
func (s *server) lookUpProfilePictures(ctx context.Context, person cruddur.Person, asked *contract.UpdateMe, change *cruddur.ProfileChange) error {
	places := []struct {
		purpose cruddur.Purpose
		asked   *string
		present *cruddur.PublicPicture
		change  **cruddur.PictureChange
	}{
		{cruddur.PurposeAvatar, asked.Avatar, person.Avatar, &change.Avatar},
		{cruddur.PurposeBanner, asked.Banner, person.Banner, &change.Banner},
	}
	var wanted []cruddur.WantedPicture
	var changes []*cruddur.PictureChange
	for _, place := range places {
		if place.asked == nil {
			continue
		}
		if *place.asked == "" {
			*place.change = &cruddur.PictureChange{}
			continue
		}
		id, err := uuid.Parse(*place.asked)
		if err != nil {
			return fault.InvalidFields(fault.Field{Name: string(place.purpose), Code: openapi.CodeInvalidUUID, Message: "must be a UUID"})
		}
		if place.present != nil && place.present.ID == id {
			continue
		}
		*place.change = &cruddur.PictureChange{}
		changes = append(changes, *place.change)
		wanted = append(wanted, cruddur.WantedPicture{ID: id, Purpose: place.purpose, Field: string(place.purpose)})
	}
	if len(wanted) == 0 {
		return nil
	}
	pictures, err := s.Uploads.Pictures(ctx, person.Sub, wanted)
	if err != nil {
		return err
	}
	for i := range changes {
		changes[i].Picture = &pictures[i]
	}
	return nil
}

func publicPicture(p *cruddur.PublicPicture) *contract.PublicPicture {
	if p == nil {
		return nil
	}
	return &contract.PublicPicture{
		BaseURL: cruddur.PublicFolder(p.ID), Placeholder: p.Placeholder, Widths: p.Widths, Formats: p.Formats,
	}
}

func photos(shown []cruddur.Photo) *[]contract.Photo {
	if len(shown) == 0 {
		return nil
	}
	answered := make([]contract.Photo, len(shown))
	for i, p := range shown {
		answered[i] = contract.Photo{
			ID: p.ID, Alt: p.Alt, FocalPoint: contract.FocalPoint{X: p.FocalPoint.X, Y: p.FocalPoint.Y},
			Width: p.Width, Height: p.Height, Animated: p.Animated, Placeholder: p.Placeholder,
			BaseURL: cruddur.PhotoFolder(p.ID), Signature: p.Signature, Widths: p.Widths, Formats: p.Formats,
		}
	}
	return &answered
}

// faultsAcross finds what no single field can tell: a post with neither words
// nor photos, and the same photo twice.
func faultsAcross(r *http.Request, route *routers.Route) []fault.Field {
	switch route.Operation.OperationID {
	case "createActivity", "createReply":
	default:
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil // it was read before: never
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var post map[string]any
	if json.Unmarshal(body, &post) != nil {
		return nil
	}
	photos, _ := post["photos"].([]any)
	fields := repeatedPhotos(photos)
	if message, isText := post["message"].(string); isText && len(photos) == 0 && text.Blank(message) {
		fields = append(fields, fault.Field{Name: "message", Code: text.CodeBlank, Message: "must not be blank when there are no photos"})
	}
	return fields
}

func repeatedPhotos(photos []any) (fields []fault.Field) {
	seen := map[string]bool{}
	for i, photo := range photos {
		object, _ := photo.(map[string]any)
		id, isText := object["id"].(string)
		if !isText {
			continue
		}
		id = strings.ToLower(id)
		if seen[id] {
			fields = append(fields, fault.Field{Name: cruddur.PhotoField(i), Code: openapi.CodeRepeated, Message: "must be given once"})
		}
		seen[id] = true
	}
	return fields
}
