// Package compose is what docker-compose.yml runs beside the services: setup,
// which does once what a stack does on its way up, and the edge. PostgreSQL, the
// emulator and the services are containers of their own, which Docker starts in
// the order of their health.
//
// Setup hands over, in a folder for each, what only it knows: the keys with
// which the services act, and what the edge leads to.
package compose

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/cruddur/cruddur/dev/internal/provision"
)

// Config says where things are: Docker's names, and the folders of the images.
type Config struct {
	// SiteURL is the address that browsers use.
	SiteURL string
	// EmulatorURL is where AWS answers, to containers.
	EmulatorURL string
	// DatabaseURL is the backend's database.
	DatabaseURL string
	// BackendURL, DirectoryURL and MessagingURL are the services.
	BackendURL, DirectoryURL, MessagingURL string
	// FunctionsDir holds the zips of the Lambda functions.
	FunctionsDir string
	// AccessDir holds a folder for each of those whom setup tells something.
	AccessDir string
	// Cruddur is the operators' program.
	Cruddur string
	// SiteDir is the built site.
	SiteDir string
	// OTLPEndpoint is a collector, as containers reach it; empty for none.
	OTLPEndpoint string
}

// ReadConfig reads the addresses from the environment, and names all that are
// missing.
func ReadConfig(getenv func(string) string) (Config, error) {
	config := Config{
		FunctionsDir: "/functions", AccessDir: "/access", Cruddur: "/cruddur", SiteDir: "/site",
		OTLPEndpoint: getenv("CRUDDUR_OTLP_ENDPOINT"),
	}
	var faults []error
	for name, target := range map[string]*string{
		"CRUDDUR_SITE_URL":      &config.SiteURL,
		"CRUDDUR_EMULATOR_URL":  &config.EmulatorURL,
		"CRUDDUR_DATABASE_URL":  &config.DatabaseURL,
		"CRUDDUR_BACKEND_URL":   &config.BackendURL,
		"CRUDDUR_DIRECTORY_URL": &config.DirectoryURL,
		"CRUDDUR_MESSAGING_URL": &config.MessagingURL,
	} {
		*target = getenv(name)
		if parsed, err := url.Parse(*target); err != nil || parsed.Host == "" || parsed.Port() == "" {
			faults = append(faults, fmt.Errorf("%s: %q is no address with a port", name, *target))
		}
	}
	return config, errors.Join(faults...)
}

// Whom setup tells something.
const (
	forBackend   = "backend"
	forMessaging = "messaging"
	forEdge      = "edge"
)

// handOver writes a file that replaces the last one in one step.
func (c Config) handOver(whom, name string, content []byte) error {
	path := filepath.Join(c.AccessDir, whom, name)
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return fmt.Errorf("tell %s: %w", whom, err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("tell %s: %w", whom, err)
	}
	return nil
}

// credentials is a file that AWS's clients read.
func credentials(key provision.AccessKey) []byte {
	return fmt.Appendf(nil, "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n", key.ID, key.Secret)
}

const resourcesFile = "resources.json"

// resources is what the last setup made; nothing before the first.
func (c Config) resources() (provision.Resources, error) {
	raw, err := os.ReadFile(filepath.Join(c.AccessDir, forEdge, resourcesFile))
	if errors.Is(err, os.ErrNotExist) {
		return provision.Resources{}, nil
	}
	if err != nil {
		return provision.Resources{}, fmt.Errorf("read what setup made: %w", err)
	}
	var made provision.Resources
	if err := json.Unmarshal(raw, &made); err != nil { //nolint:musttag // only this package reads and writes it
		return provision.Resources{}, fmt.Errorf("read what setup made: %w", err)
	}
	return made, nil
}

// publish tells everybody what was made.
func (c Config) publish(made provision.Resources) error {
	raw, err := json.MarshalIndent(made, "", "  ") //nolint:musttag // only this package reads and writes it
	if err != nil {
		return err
	}
	return errors.Join(
		c.handOver(forBackend, "credentials", credentials(made.Backend)),
		c.handOver(forMessaging, "credentials", credentials(made.Messaging)),
		c.handOver(forEdge, resourcesFile, raw),
	)
}
