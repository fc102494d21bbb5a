package edge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"
)

// SiteConfig is /config.json: what the site reads when it starts, so that one
// build serves every environment.
type SiteConfig struct {
	Environment      string `json:"environment"`
	Region           string `json:"region"`
	UserPoolID       string `json:"user_pool_id"`
	UserPoolClientID string `json:"user_pool_client_id"`
	// CognitoEndpoint is where the user pool answers; empty means AWS.
	CognitoEndpoint string `json:"cognito_endpoint,omitempty"`
	// LocalCodes exist only where no mail is sent.
	LocalCodes *LocalCodes `json:"local_codes,omitempty"`
	// Traces is there where the site is to trace what it does.
	Traces *Traces `json:"traces,omitempty"`
}

// Traces say what the site traces.
type Traces struct {
	// SampleRatio is the services' trace_sample_ratio.
	SampleRatio float64 `json:"sample_ratio"`
}

// TracesTo has the site trace all it does if there is a collector.
func TracesTo(endpoint string) *Traces {
	if endpoint == "" {
		return nil
	}
	return &Traces{SampleRatio: 1}
}

// LocalCodes are the confirmation codes that the emulator takes. The site
// shows them where a person would wait for a mail.
type LocalCodes struct {
	SignUp  string `json:"sign_up"`
	Recover string `json:"recover"`
}

// Publish sets what /config.json answers from now on.
func (e *Edge) Publish(config SiteConfig) { e.config.Store(&config) }

func (e *Edge) serveConfig(w http.ResponseWriter, r *http.Request) {
	config := e.config.Load()
	if config == nil {
		unavailable(w, "The local stack is still starting.")
		return
	}
	body, err := json.Marshal(config)
	if err != nil {
		http.Error(w, "Internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("ETag", etag(body))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// etag is a strong validator of the content.
func etag(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
