package cruddur

import (
	"net/url"
	"strings"

	"github.com/cruddur/cruddur/platform/text"
)

// MaxAltBytes bounds what photos are described by: longer than other texts.
const MaxAltBytes = 8 << 10

// CodeInvalidURL is the code of a *text.RuleError: stable, part of the API.
const CodeInvalidURL = "invalid_url"

// The texts of the product.
var (
	MessageRule     = text.Rule{MaxLength: 280, Required: true}
	CaptionRule     = text.Rule{MaxLength: 280} // a message beside photos, which may be none
	AltRule         = text.Rule{MaxLength: 1500, MaxBytes: MaxAltBytes}
	DisplayNameRule = text.Rule{MaxLength: 50, Required: true, OneLine: true}
	BioRule         = text.Rule{MaxLength: 160}
	LocationRule    = text.Rule{MaxLength: 60, OneLine: true}
	websiteRule     = text.Rule{MaxLength: 200, OneLine: true}

	SuspensionReasonRule = text.Rule{MaxLength: 280, Required: true, OneLine: true}
)

// CheckWebsite returns nil for an empty text or an absolute http or https
// address with a host and without credentials, else a *text.RuleError.
func CheckWebsite(s string) error {
	if err := websiteRule.Check(s); err != nil {
		return err
	}
	s = text.Normalize(s)
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || strings.ContainsAny(s, " <>\"") {
		return &text.RuleError{Code: CodeInvalidURL, Message: "must be a web address that begins with http:// or https://"}
	}
	return nil
}
