package config

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// setting is one tagged field.
type setting struct {
	field        reflect.Value
	name         string
	required     bool
	hasDefault   bool
	defaultValue string
}

// settingsOf lists the tagged fields of a struct and of those embedded in it.
// Its errors are mistakes in the struct, never in the parameters.
func settingsOf(target reflect.Value) ([]setting, error) {
	var settings []setting
	seen := make(map[string]bool)
	for _, f := range reflect.VisibleFields(target.Type()) {
		tag, tagged := f.Tag.Lookup("param")
		if !tagged {
			continue
		}
		if !f.IsExported() {
			return nil, fmt.Errorf("the field %s is not exported", f.Name)
		}
		field, err := target.FieldByIndexErr(f.Index)
		if err != nil {
			return nil, fmt.Errorf("the field %s: %w", f.Name, err)
		}
		s, err := parseTag(tag)
		if err != nil {
			return nil, fmt.Errorf("the field %s: %w", f.Name, err)
		}
		if seen[s.name] {
			return nil, fmt.Errorf("the field %s: %q is taken by another field", f.Name, s.name)
		}
		seen[s.name] = true
		s.field = field
		if err := probe(s); err != nil {
			return nil, fmt.Errorf("the field %s: %w", f.Name, err)
		}
		settings = append(settings, s)
	}
	return settings, nil
}

// parseTag reads `name[,required][,default=...]`.
func parseTag(tag string) (setting, error) {
	name, options, _ := strings.Cut(tag, ",")
	s := setting{name: name}
	if name == "" || strings.Trim(name, "/ ") != name {
		return s, fmt.Errorf("%q is not a parameter's name", name)
	}
	for options != "" {
		if value, ok := strings.CutPrefix(options, "default="); ok {
			s.hasDefault, s.defaultValue = true, value
			break
		}
		var option string
		option, options, _ = strings.Cut(options, ",")
		if option != "required" {
			return s, fmt.Errorf("unknown option %q", option)
		}
		s.required = true
	}
	if s.required && s.hasDefault {
		return s, errors.New("a setting with a default can't be required")
	}
	return s, nil
}

// errType says that a field can't hold a setting, whatever the value.
var errType = errors.New("unsupported type")

// probe finds types and defaults that can't work, before any parameter is read.
func probe(s setting) error {
	err := set(reflect.New(s.field.Type()).Elem(), s.defaultValue)
	if errors.Is(err, errType) || (s.hasDefault && err != nil) {
		return err
	}
	return nil
}

// set parses value into field. Errors don't repeat the value: someone may have
// put a secret where a number belongs.
func set(field reflect.Value, value string) error {
	if field.Type() == reflect.TypeFor[Secret]() {
		field.SetString(value) // as it is: white space may be part of it
		return nil
	}
	value = strings.TrimSpace(value)
	switch target := field.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		if err := target.UnmarshalText([]byte(value)); err != nil {
			return fmt.Errorf("not a valid %s", field.Type())
		}
		return nil
	case *time.Duration:
		return assign(target, value, time.ParseDuration, "a duration such as 1m30s")
	case *url.URL:
		return assign(target, value, parseURL, "an absolute URL")
	case **url.URL:
		return assign(target, value, parseURLPointer, "an absolute URL")
	case *[]string:
		*target = splitList(value)
		return nil
	}
	return setBasic(field, value)
}

func setBasic(field reflect.Value, value string) error {
	switch field.Kind() {
	case reflect.String:
		field.SetString(value)
	case reflect.Bool:
		b, err := strconv.ParseBool(value)
		if err != nil {
			return errors.New("not true or false")
		}
		field.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(value, 10, field.Type().Bits())
		if err != nil {
			return errors.New("not a whole number, or out of range")
		}
		field.SetInt(n)
	case reflect.Float32, reflect.Float64:
		n, err := strconv.ParseFloat(value, field.Type().Bits())
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return errors.New("not a number, or out of range")
		}
		field.SetFloat(n)
	default:
		return fmt.Errorf("%w %s", errType, field.Type())
	}
	return nil
}

func assign[T any](target *T, value string, parse func(string) (T, error), want string) error {
	parsed, err := parse(value)
	if err != nil {
		return fmt.Errorf("not %s", want)
	}
	*target = parsed
	return nil
}

func parseURL(value string) (url.URL, error) {
	u, err := parseURLPointer(value)
	if err != nil {
		return url.URL{}, err
	}
	return *u, nil
}

func parseURLPointer(value string) (*url.URL, error) {
	u, err := url.Parse(value)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "" || u.Host == "" {
		return nil, errors.New("not absolute")
	}
	return u, nil
}

// splitList drops empty items, so that "" is no items and a trailing comma
// does no harm.
func splitList(value string) []string {
	var items []string
	for item := range strings.SplitSeq(value, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
