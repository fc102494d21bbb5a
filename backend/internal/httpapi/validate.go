package httpapi

import (
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/openapi"
)

// formats ties the formats that the contracts name to the domain's rules.
func formats() openapi.Formats {
	return openapi.Formats{
		"crud-message": cruddur.CaptionRule.Check,
		"alt-text":     cruddur.AltRule.Check,
		"picture-id":   checkPictureID,
		"display-name": cruddur.DisplayNameRule.Check,
		"bio":          cruddur.BioRule.Check,
		"location":     cruddur.LocationRule.Check,
		"website":      cruddur.CheckWebsite,
		"prefix":       cruddur.PeoplePrefixRule.Check,
		"cursor":       checkCursor,
	}
}

// checkPictureID lets an empty text pass, which takes a picture away.
func checkPictureID(s string) error {
	if s == "" {
		return nil
	}
	return openapi.CheckUUID(s)
}
