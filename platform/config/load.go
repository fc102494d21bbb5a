// Package config reads a service's settings from SSM Parameter Store, once, at
// start, into a struct whose fields name their parameters:
//
//	type Settings struct {
//		// DatabaseURL is where PostgreSQL is.
//		DatabaseURL config.Secret `param:"database_url,required"`
//		// PageSize is how many items a page has, if nobody asks.
//		PageSize int `param:"page_size,default=20"`
//	}
//
// It is the only package of this module that knows the AWS SDK.
package config

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cruddur/cruddur/platform/logging"
)

// Load fills the struct that dst points to from the parameters under path
// ("/cruddur/local/backend"). Each field with a tag
//
//	`param:"name"` `param:"name,required"` `param:"name,default=value"`
//
// takes the parameter path/name; a default reaches to the end of the tag, so
// it may have commas. Fields may be strings, Secrets, ints, floats, bools,
// time.Durations, []string (separated by commas), url.URL, *url.URL (absolute
// ones), and types that have UnmarshalText. Embedded structs are filled too.
//
// All faults are found at once: the error names the full path of every
// parameter that is missing or can't be read, and no value. Parameters that no
// field asks for are only logged as a warning, with the context's logger, so
// that an older binary runs on newer settings.
func Load(ctx context.Context, client ParameterClient, path string, dst any) error {
	path = strings.TrimRight(path, "/")
	if !strings.HasPrefix(path, "/") {
		return fmt.Errorf("load settings: the path %q doesn't begin with a slash", path)
	}
	target := reflect.ValueOf(dst)
	if target.Kind() != reflect.Pointer || target.IsNil() || target.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("load settings: %T is not a pointer to a struct", dst)
	}
	settings, err := settingsOf(target.Elem())
	if err != nil {
		return fmt.Errorf("load settings: %w", err)
	}
	values, err := fetchAll(ctx, client, path)
	if err != nil {
		return fmt.Errorf("load settings: %w", err)
	}
	warnUnknown(ctx, path, settings, values)
	return fill(path, settings, values)
}

func fill(path string, settings []setting, values map[string]string) error {
	var faults []error
	for _, s := range settings {
		value, given := values[s.name]
		switch {
		case given:
		case s.hasDefault:
			value = s.defaultValue
		case s.required:
			faults = append(faults, fmt.Errorf("%s/%s is missing", path, s.name))
			continue
		default:
			continue
		}
		if err := set(s.field, value); err != nil {
			faults = append(faults, fmt.Errorf("%s/%s: %w", path, s.name, err))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("load settings: %w", errors.Join(faults...))
	}
	return nil
}

func warnUnknown(ctx context.Context, path string, settings []setting, values map[string]string) {
	known := make(map[string]bool, len(settings))
	for _, s := range settings {
		known[s.name] = true
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !known[name] {
			unknown = append(unknown, path+"/"+name)
		}
	}
	if len(unknown) > 0 {
		logging.From(ctx).WarnContext(ctx, "parameters that no setting asks for", slog.Any("parameters", unknown))
	}
}
