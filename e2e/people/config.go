// Package people makes accounts and signs them in the way the site does: with
// what /config.json says, against Cognito itself.
package people

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Config is what the site is told at run time.
type Config struct {
	Environment      string `json:"environment"`
	Region           string `json:"region"`
	UserPoolID       string `json:"user_pool_id"`
	UserPoolClientID string `json:"user_pool_client_id"`
	CognitoEndpoint  string `json:"cognito_endpoint"`
	LocalCodes       struct {
		SignUp  string `json:"sign_up"`
		Recover string `json:"recover"`
	} `json:"local_codes"`
}

// ReadConfig asks the site at url for its configuration.
func ReadConfig(ctx context.Context, url string) (Config, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/config.json", nil)
	if err != nil {
		return Config{}, fmt.Errorf("read the site's configuration: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return Config{}, fmt.Errorf("read the site's configuration: %w", err)
	}
	defer response.Body.Close()
	var config Config
	if err := json.NewDecoder(response.Body).Decode(&config); err != nil {
		return Config{}, fmt.Errorf("read the site's configuration, status %d: %w", response.StatusCode, err)
	}
	return config, nil
}
