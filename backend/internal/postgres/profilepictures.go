package postgres

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
	"github.com/cruddur/cruddur/platform/fault"
)

// place is where a profile shows a picture.
type place struct {
	purpose cruddur.Purpose
	change  *cruddur.PictureChange // nil leaves it as it is
	present *uuid.UUID
	set     func(picture *uuid.UUID) error
}

// changePictures puts pictures into a profile. What was there before is nobody's
// from then on, and its objects go.
func changePictures(ctx context.Context, q *queries.Queries, caused *jobs, sub uuid.UUID, change cruddur.ProfileChange) error {
	if change.Avatar == nil && change.Banner == nil {
		return nil
	}
	present, err := q.ShownPictures(ctx, sub)
	if err != nil {
		return err
	}
	places := []place{
		{cruddur.PurposeAvatar, change.Avatar, present.Avatar, func(picture *uuid.UUID) error {
			return q.SetAvatar(ctx, queries.SetAvatarParams{Sub: sub, Picture: picture})
		}},
		{cruddur.PurposeBanner, change.Banner, present.Banner, func(picture *uuid.UUID) error {
			return q.SetBanner(ctx, queries.SetBannerParams{Sub: sub, Picture: picture})
		}},
	}
	var taken []fault.Field
	for _, p := range places {
		free, err := p.fill(ctx, q, sub)
		if err != nil {
			return err
		}
		if !free {
			taken = append(taken, cruddur.PictureFault(string(p.purpose), cruddur.CodeTaken))
		}
	}
	if len(taken) > 0 {
		return cruddur.PicturesUnusable(taken...)
	}
	_, err = queueLoose(ctx, q, caused, looseAtOnce)
	return err
}

// fill reports whether the picture was free to be used. One that is there
// already stays, so that an edit may be repeated.
func (p place) fill(ctx context.Context, q *queries.Queries, sub uuid.UUID) (free bool, err error) {
	if p.change == nil {
		return true, nil
	}
	var next *uuid.UUID
	if picture := p.change.Picture; picture != nil {
		if p.present != nil && *p.present == picture.ID {
			return true, nil
		}
		added, err := q.AddPicture(ctx, pictureParams(*picture, sub, p.purpose))
		if err != nil || added == 0 {
			return false, err
		}
		next = &picture.ID
	}
	if err := p.set(next); err != nil || p.present == nil {
		return true, err
	}
	return true, q.DetachPicture(ctx, *p.present)
}
