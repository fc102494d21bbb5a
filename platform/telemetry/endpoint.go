package telemetry

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// parseEndpoint reads an address into what the pipelines want.
func parseEndpoint(endpoint string) (host string, insecure bool, err error) {
	address, err := url.Parse(endpoint)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return "", false, errors.New("the endpoint is not an http or https address")
	}
	if strings.Trim(address.Path, "/") != "" || address.RawQuery != "" || address.Fragment != "" || address.User != nil {
		return "", false, errors.New("the endpoint must be a host and a port alone: paths are OTLP's own")
	}
	return address.Host, address.Scheme == "http", nil
}

// parseHeaders reads name=value, with commas between. Its errors name no
// value: they are secrets.
func parseHeaders(text string) (map[string]string, error) {
	headers := map[string]string{}
	for i, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !found || name == "" || strings.ContainsFunc(name+value, unprintable) || strings.Contains(name, " ") {
			return nil, fmt.Errorf("header %d is not name=value", i+1)
		}
		headers[name] = value
	}
	return headers, nil
}

func unprintable(c rune) bool { return c < ' ' || c > '~' }
