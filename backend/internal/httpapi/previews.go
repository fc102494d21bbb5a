package httpapi

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

//go:embed preview.html
var previewText string

var previewTemplate = template.Must(template.New("preview").Parse(previewText))

// preview is what a crawler, or a program that unfolds links, is told.
type preview struct {
	Title       string
	Description string
	Type        string // of Open Graph
	URL         string // of the page for people
	Image       string
	Robots      string
	Published   string // RFC 3339; empty where it means nothing
	Expires     string // RFC 3339
}

// PreviewUser describes a profile.
func (s *server) PreviewUser(ctx context.Context, request contract.PreviewUserRequestObject) (contract.PreviewUserResponseObject, error) {
	person, err := s.Profiles.Profile(ctx, uuid.Nil, request.Handle)
	if err != nil {
		return nil, err
	}
	body, size, err := s.render(userPreview(person))
	return contract.PreviewUser200TextHTMLCharsetUTF8Response{Body: body, ContentLength: size}, err
}

// PreviewActivity describes a crud.
func (s *server) PreviewActivity(ctx context.Context, request contract.PreviewActivityRequestObject) (contract.PreviewActivityResponseObject, error) {
	found, err := s.Activities.Activity(ctx, request.ID)
	if err != nil {
		return nil, err
	}
	body, size, err := s.render(activityPreview(found))
	return contract.PreviewActivity200TextHTMLCharsetUTF8Response{Body: body, ContentLength: size}, err
}

func userPreview(p cruddur.Profile) preview {
	description := p.Bio
	if description == "" {
		description = "@" + p.Handle + " on Cruddur, where what is said burns down and is gone."
	}
	return preview{
		Title:       fmt.Sprintf("%s (@%s) on Cruddur", p.DisplayName, p.Handle),
		Description: oneLine(description),
		Type:        "profile",
		URL:         "/@" + p.Handle,
		Robots:      "noarchive",
	}
}

// activityPreview tells crawlers when to forget the crud: what they keep by then
// is theirs to answer for.
func activityPreview(a cruddur.Activity) preview {
	end := a.Life.ExpiresAt.Format(time.RFC3339)
	return preview{
		Title:       fmt.Sprintf("%s (@%s) on Cruddur", a.Author.DisplayName, a.Author.Handle),
		Description: description(a),
		Type:        "article",
		URL:         "/@" + a.Author.Handle + "/cruds/" + a.ID.String(),
		Robots:      "noarchive, unavailable_after: " + end,
		Published:   a.CreatedAt.Format(time.RFC3339),
		Expires:     end,
	}
}

// description is the message, or else what the photos show. The photos
// themselves are not for crawlers, who would keep them.
func description(a cruddur.Activity) string {
	if a.Message != "" {
		return oneLine(a.Message)
	}
	for _, photo := range a.Photos {
		if photo.Alt != "" {
			return "Photo: " + oneLine(photo.Alt)
		}
	}
	return "A photo, until it burns down."
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (s *server) render(p preview) (io.Reader, int64, error) {
	p.URL = s.SiteURL + p.URL
	p.Image = s.SiteURL + "/icon-512.png"
	var page bytes.Buffer
	if err := previewTemplate.Execute(&page, p); err != nil {
		return nil, 0, fmt.Errorf("render a preview: %w", err)
	}
	return &page, int64(page.Len()), nil
}
