package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

var _ cruddur.People = (*Store)(nil)

// PersonBySub returns cruddur.ErrPersonUnknown for an account without a profile.
func (s *Store) PersonBySub(ctx context.Context, sub uuid.UUID) (cruddur.Person, error) {
	row, err := s.queries.PersonBySub(ctx, sub)
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.Person{}, cruddur.ErrPersonUnknown
	}
	if err != nil {
		return cruddur.Person{}, translate("read a person by account", err)
	}
	return person(row), nil
}

// PersonByHandle finds a person regardless of the handle's case, suspended or
// not, or returns cruddur.ErrUserNotFound.
func (s *Store) PersonByHandle(ctx context.Context, handle string) (cruddur.Person, error) {
	row, err := s.queries.PersonByHandle(ctx, handle)
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.Person{}, cruddur.ErrUserNotFound
	}
	if err != nil {
		return cruddur.Person{}, translate("read a person by handle", err)
	}
	return person(queries.PersonBySubRow(row)), nil
}

// Profile returns a person as a reader sees them; viewer is uuid.Nil for a
// reader who is nobody. It returns cruddur.ErrUserNotFound or
// cruddur.ErrUserSuspended.
func (s *Store) Profile(ctx context.Context, viewer uuid.UUID, handle string) (cruddur.Profile, error) {
	person, err := s.seenPerson(ctx, handle)
	if err != nil {
		return cruddur.Profile{}, err
	}
	profile := cruddur.Profile{Person: person}
	if profile.CrudsCount, err = s.CountCruds(ctx, person.Sub); err != nil {
		return cruddur.Profile{}, err
	}
	if viewer == uuid.Nil || viewer == person.Sub {
		return profile, nil
	}
	row, err := s.queries.Relation(ctx, queries.RelationParams{Viewer: viewer, Person: person.Sub})
	if err != nil {
		return cruddur.Profile{}, translate("read how two people stand", err)
	}
	profile.Relation = &cruddur.Relation{Following: row.Following, FollowedBy: row.FollowedBy}
	return profile, nil
}

// CountCruds counts a person's living cruds, replies left out.
func (s *Store) CountCruds(ctx context.Context, author uuid.UUID) (int64, error) {
	count, err := s.queries.CountCruds(ctx, author)
	return count, translate("count cruds", err)
}

// seenPerson finds a person who is not suspended.
func (s *Store) seenPerson(ctx context.Context, handle string) (cruddur.Person, error) {
	person, err := s.PersonByHandle(ctx, handle)
	if err == nil && person.SuspendedAt != nil {
		return cruddur.Person{}, cruddur.ErrUserSuspended
	}
	return person, err
}

// HandleTaken reports whether somebody has the handle, in any case.
func (s *Store) HandleTaken(ctx context.Context, handle string) (bool, error) {
	_, err := s.queries.SubByHandle(ctx, handle)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, translate("look for a handle", err)
}

// AddPerson makes a profile; an account that has one keeps it. It returns
// cruddur.ErrHandleTaken when the handle is somebody else's.
func (s *Store) AddPerson(ctx context.Context, account cruddur.Account) (cruddur.Person, error) {
	_, err := s.queries.AddPerson(ctx, queries.AddPersonParams{
		Sub: account.Sub, Handle: account.Handle, DisplayName: account.DisplayName,
	})
	if err != nil {
		return cruddur.Person{}, translate("add a person", err)
	}
	person, err := s.PersonBySub(ctx, account.Sub)
	if errors.Is(err, cruddur.ErrPersonUnknown) {
		return cruddur.Person{}, cruddur.ErrHandleTaken
	}
	return person, err
}

// UpdateProfile edits a profile and returns it as edited. It returns a fault that
// names the pictures that were taken meanwhile.
func (s *Store) UpdateProfile(ctx context.Context, sub uuid.UUID, change cruddur.ProfileChange) (cruddur.Person, error) {
	change = change.Normalized()
	params := queries.UpdateProfileParams{
		Sub:         sub,
		DisplayName: change.DisplayName,
		Bio:         change.Bio,
		Location:    change.Location,
		Website:     change.Website,
		DefaultTTL:  (*string)(change.DefaultTTL),
	}
	err := s.inTxWithJobs(ctx, func(q *queries.Queries, caused *jobs) error {
		if _, err := q.UpdateProfile(ctx, params); err != nil {
			return err
		}
		return changePictures(ctx, q, caused, sub, change)
	})
	if err != nil {
		return cruddur.Person{}, translate("update a profile", err)
	}
	return s.PersonBySub(ctx, sub)
}

func person(found queries.PersonBySubRow) cruddur.Person {
	row := found.User
	return cruddur.Person{
		Sub:            row.Sub,
		Handle:         row.Handle,
		DisplayName:    row.DisplayName,
		Bio:            row.Bio,
		Location:       row.Location,
		Website:        row.Website,
		Avatar:         publicPicture(row.Avatar, found.AvatarPlaceholder, found.AvatarWidths, found.AvatarFormats),
		Banner:         publicPicture(row.Banner, found.BannerPlaceholder, found.BannerWidths, found.BannerFormats),
		DefaultTTL:     cruddur.TTL(row.DefaultTTL),
		CreatedAt:      row.CreatedAt,
		FollowersCount: row.FollowersCount,
		FollowingCount: row.FollowingCount,
		SuspendedAt:    row.SuspendedAt,

		SuspensionReason: row.SuspensionReason,
	}
}
