package infrastructure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

func define() infrastructure.Definition {
	return infrastructure.Define(infrastructure.Environment{
		Name: "test", Region: "eu-west-1", Account: "123456789012", SiteOrigins: []string{"https://cruddur.test"},
		TokenIssuer: "https://issuer.test", TokenClientID: "site",
		LiveAPIID: "testapi",
	})
}

func identities(all infrastructure.Definition) []infrastructure.Identity {
	found := slices.Clone(all.Services)
	for _, function := range all.Functions {
		found = append(found, function.Role)
	}
	return found
}

// Nobody may do everything, or anything to everything.
func TestLeavesAreNarrow(t *testing.T) {
	t.Parallel()
	for _, identity := range identities(define()) {
		if len(identity.May) == 0 {
			t.Errorf("%s may do nothing", identity.Name)
		}
		for _, allowed := range identity.May {
			for _, action := range allowed.Actions {
				if strings.Contains(action, "*") {
					t.Errorf("%s may %s", identity.Name, action)
				}
			}
			for _, resource := range allowed.Resources {
				if !strings.HasPrefix(resource, "arn:aws:") || !strings.Contains(resource, "test") {
					t.Errorf("%s may %v on %s, which is more than this environment's", identity.Name, allowed.Actions, resource)
				}
			}
		}
	}
}

// What is named by another part is there, under the name of the environment.
func TestNamesAreKnown(t *testing.T) {
	t.Parallel()
	all := define()
	functions := map[string]bool{}
	for _, function := range all.Functions {
		functions[function.Name] = true
		if !strings.HasPrefix(function.Name, "cruddur-test-") || function.Program == "" || !strings.HasPrefix(function.Parameters, "/cruddur/test/") {
			t.Errorf("function %+v", function)
		}
	}
	for _, bucket := range all.Buckets {
		for _, notification := range bucket.Notifications {
			if !functions[notification.Function] {
				t.Errorf("%s notifies %q, which isn't there", bucket.Name, notification.Function)
			}
		}
	}
	for _, api := range all.APIs {
		if api.Authorizer.Issuer != "https://issuer.test" || !slices.Equal(api.Authorizer.Audience, []string{"site"}) || len(api.Routes) == 0 {
			t.Errorf("API %+v", api)
		}
		for _, route := range api.Routes {
			if !functions[route.Function] {
				t.Errorf("%s leads to %q, which isn't there", route.Key, route.Function)
			}
		}
	}
}

// The edge sees renditions alone; who may write them is resize alone.
func TestWhoTouchesRenditions(t *testing.T) {
	t.Parallel()
	const renditions = "arn:aws:s3:::cruddur-test-media/media/*"
	want := map[string][]string{
		"cruddur-test-edge": {"s3:GetObject"}, "cruddur-test-resize": {"s3:PutObject"}, "cruddur-test-backend": {"s3:DeleteObject"},
	}
	for _, identity := range identities(define()) {
		var may []string
		for _, allowed := range identity.May {
			if slices.Contains(allowed.Resources, renditions) {
				may = append(may, allowed.Actions...)
			}
			if identity.Name == "cruddur-test-edge" && !slices.Equal(allowed.Resources, []string{renditions}) {
				t.Errorf("the edge may %v on %v", allowed.Actions, allowed.Resources)
			}
		}
		if !slices.Equal(may, want[identity.Name]) {
			t.Errorf("%s may %v, want %v", identity.Name, may, want[identity.Name])
		}
	}
}
