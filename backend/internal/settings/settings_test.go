package settings_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
)

func TestLoad(t *testing.T) {
	getenv := settingstest.Serve(t, map[string]string{
		"database_url": "postgres://u:secret@h/d", "token_issuer": "i", "token_jwks_url": "https://k", "token_client_id": "c",
		"site_url":       "https://cruddur.test",
		"purge_interval": "30s", "media_bucket": "pictures", "media_signing_keys": "secret", "media_key_ids": "{}", "s3_path_style": "true",
	})
	cfg, err := settings.Load(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.DatabaseURL.Reveal() != "postgres://u:secret@h/d" || cfg.PurgeInterval != 30*time.Second || !cfg.PurgeEnabled || cfg.ListenAddress != ":4567" {
		t.Errorf("got %+v", cfg)
	}
	if cfg.MediaBucket != "pictures" || cfg.MediaSigningKeys.Reveal() != "secret" || cfg.MediaKeyIDs != "{}" || !cfg.S3PathStyle {
		t.Errorf("pictures: %+v", cfg)
	}
	if strings.Contains(fmt.Sprintf("%+v", cfg), "secret") {
		t.Error("the settings print their secret")
	}
}

func TestLoadNamesEverythingThatIsWrong(t *testing.T) {
	getenv := settingstest.Serve(t, map[string]string{"database_url": "postgres://h/d", "purge_interval": "often"})
	_, err := settings.Load(t.Context(), getenv)
	if err == nil {
		t.Fatal("no error")
	}
	for _, name := range []string{"token_issuer", "token_jwks_url", "token_client_id", "site_url", "purge_interval"} {
		if !strings.Contains(err.Error(), "/cruddur/test/backend/"+name) {
			t.Errorf("the error does not name %s: %v", name, err)
		}
	}
}

func TestLoadWantsAPath(t *testing.T) {
	t.Parallel()
	_, err := settings.Load(t.Context(), func(string) string { return "" })
	if err == nil || !strings.Contains(err.Error(), settings.PathVariable) {
		t.Errorf("got %v", err)
	}
}
