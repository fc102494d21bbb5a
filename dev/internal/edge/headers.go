package edge

import (
	"net/http"
	"strings"
)

// headerPolicy names a set of security headers, as CloudFront's response
// headers policies do.
type headerPolicy int

const (
	headersForSite headerPolicy = iota
	headersForAPI
)

// headerValues are the headers of one policy, ready to be set.
type headerValues map[string]string

func (v headerValues) set(header http.Header) {
	for name, value := range v {
		header.Set(name, value)
	}
}

// policies writes out all policies for the settings.
func policies(settings Settings) map[headerPolicy]headerValues {
	site := common(settings)
	site["Content-Security-Policy"] = contentSecurityPolicy(settings)
	site["Cross-Origin-Opener-Policy"] = "same-origin"
	site["Permissions-Policy"] = permissions()

	api := common(settings)
	api["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
	return map[headerPolicy]headerValues{headersForSite: site, headersForAPI: api}
}

func common(settings Settings) headerValues {
	values := headerValues{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "strict-origin-when-cross-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	// Over plain HTTP browsers must ignore it, and on localhost it would bind
	// every other project of this machine.
	if strings.HasPrefix(settings.Origin, "https://") {
		values["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
	}
	return values
}

// contentSecurityPolicy lets the page load what the site itself serves. Style
// attributes are allowed because popovers are placed with them.
func contentSecurityPolicy(settings Settings) string {
	connect := append([]string{"connect-src", "'self'"}, settings.ConnectSources...)
	return strings.Join([]string{
		"default-src 'self'",
		"script-src 'self'",
		"style-src 'self'",
		"style-src-attr 'unsafe-inline'",
		"img-src 'self' data: blob:",
		strings.Join(connect, " "),
		"object-src 'none'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
		"form-action 'self'",
	}, "; ")
}

// permissions switches off what the site never asks for.
func permissions() string {
	features := []string{
		"accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
		"magnetometer", "microphone", "midi", "payment", "usb",
	}
	for i, feature := range features {
		features[i] = feature + "=()"
	}
	return strings.Join(features, ", ")
}
