package test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// everything is all resources of an environment, to be asked for.
type everything []resource

// fields are the values of a resource or a block, by name.
type fields map[string]any

// all lists the resources of a type.
func (m everything) all(kind string) []fields {
	var out []fields
	for _, one := range m {
		if one.Type == kind {
			out = append(out, fields(one.Values))
		}
	}
	return out
}

// one is the only resource of a type.
func (m everything) one(t *testing.T, kind string) fields {
	t.Helper()
	found := m.all(kind)
	if len(found) != 1 {
		t.Fatalf("there are %d of %s", len(found), kind)
	}
	return found[0]
}

// named is the resource of a type with a name.
func (m everything) named(t *testing.T, kind, name string) fields {
	t.Helper()
	for _, one := range m.all(kind) {
		if one.text("name") == name {
			return one
		}
	}
	t.Fatalf("there is no %s %s", kind, name)
	return nil
}

// of lists the resources of a type that belong to an API.
func (m everything) of(kind string, api fields) []fields {
	var out []fields
	for _, one := range m.all(kind) {
		if one.text("api_id") == api.text("id") {
			out = append(out, one)
		}
	}
	return out
}

// behind is the function that a route leads to.
func (m everything) behind(t *testing.T, route fields) string {
	t.Helper()
	for _, integration := range m.all("aws_apigatewayv2_integration") {
		if "integrations/"+integration.text("id") == route.text("target") {
			uri := integration.text("integration_uri")
			return last(strings.TrimSuffix(uri, "/invocations"), ":")
		}
	}
	t.Errorf("the route %s leads nowhere", route.text("route_key"))
	return ""
}

// asked is the authorizer that a route asks; empty for none.
func (m everything) asked(t *testing.T, route fields) string {
	t.Helper()
	if route.text("authorization_type") == "NONE" {
		return ""
	}
	for _, authorizer := range m.all("aws_apigatewayv2_authorizer") {
		if authorizer.text("id") == route.text("authorizer_id") {
			return authorizer.text("name")
		}
	}
	t.Errorf("the route %s asks nobody", route.text("route_key"))
	return ""
}

// siteURL is the address of the site.
func (m everything) siteURL(t *testing.T) string {
	t.Helper()
	distribution := m.one(t, "aws_cloudfront_distribution")
	if aliases := distribution.texts("aliases"); len(aliases) == 1 {
		return "https://" + aliases[0]
	}
	return "https://" + distribution.text("domain_name")
}

// text is a value as it would be printed; empty for none.
func (f fields) text(name string) string {
	switch v := f[name].(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

func (f fields) number(name string) int {
	number, _ := f[name].(float64)
	return int(number)
}

func (f fields) texts(name string) []string { return texts(f[name]) }

// blocks are those of a name.
func (f fields) blocks(name string) []fields {
	list, _ := f[name].([]any)
	var out []fields
	for _, one := range list {
		if block, ok := one.(map[string]any); ok {
			out = append(out, block)
		}
	}
	return out
}

// block is the only one of a name.
func (f fields) block(t *testing.T, name string) fields {
	t.Helper()
	found := f.blocks(name)
	if len(found) != 1 {
		t.Errorf("there are %d blocks %s", len(found), name)
		return fields{}
	}
	return found[0]
}
