package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// setting is a parameter that a program reads.
type setting struct {
	name             string
	required, secret bool
}

// read lists the settings of a program, by the tags of its struct. The struct
// may embed another, which is in a package of the platform.
func read(t *testing.T, folder, structure string) []setting {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(bench.Repository(), folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	var out []setting
	for _, path := range files {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || spec.Name.Name != structure {
				return true
			}
			if fields, ok := spec.Type.(*ast.StructType); ok {
				out = append(out, readFields(t, fields, string(source))...)
			}
			return false
		})
	}
	if len(out) == 0 {
		t.Fatalf("%s has no %s with settings", folder, structure)
	}
	return out
}

func readFields(t *testing.T, fields *ast.StructType, source string) []setting {
	t.Helper()
	var out []setting
	for _, field := range fields.Fields.List {
		kind := source[field.Type.Pos()-1 : field.Type.End()-1]
		if len(field.Names) == 0 && kind == "observe.Settings" {
			out = append(out, read(t, "platform/observe", "Settings")...)
		}
		if field.Tag == nil {
			continue
		}
		tag, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			t.Fatal(err)
		}
		name, options, _ := strings.Cut(reflect.StructTag(tag).Get("param"), ",")
		if name != "" {
			out = append(out, setting{name: name, required: strings.Contains(options, "required"), secret: kind == "config.Secret"})
		}
	}
	return out
}

// programs are the services and functions, and where their settings are.
var programs = map[string][2]string{
	"backend":   {"backend/internal/settings", "Settings"},
	"messaging": {"messaging/internal/settings", "Service"},
	"media":     {"media/internal/settings", "Settings"},
	"stream":    {"messaging/internal/settings", "Stream"},
	"live":      {"messaging/internal/settings", "Live"},
	"push":      {"messaging/internal/settings", "Push"},
}

// chosen are the secrets that an operator may do without.
var chosen = []string{"log_user_key", "otlp_headers", "rollbar_token"}

// settingsExist: every program finds what it can't do without, all secrets are
// encrypted, and there is nothing that nobody reads.
func settingsExist(t *testing.T, environment string, made []resource) {
	t.Helper()
	kinds := map[string]string{}
	for _, one := range made {
		if one.Type == "aws_ssm_parameter" {
			name, _ := one.Values["name"].(string)
			kinds[name], _ = one.Values["type"].(string)
		}
	}
	for program, where := range programs {
		path := "/cruddur/" + environment + "/" + program + "/"
		known := read(t, where[0], where[1])
		for _, one := range known {
			kind, there := kinds[path+one.name]
			if one.secret && !there && !slices.Contains(chosen, one.name) {
				t.Errorf("%s reads the secret %s, which is not there", program, path+one.name)
				continue
			}
			if one.required && !there {
				t.Errorf("%s reads %s, which is not there", program, path+one.name)
			}
			if there && one.secret != (kind == "SecureString") {
				t.Errorf("%s is a %s, and secret is %v", path+one.name, kind, one.secret)
			}
		}
		for name := range kinds {
			rest, own := strings.CutPrefix(name, path)
			if own && !slices.ContainsFunc(known, func(one setting) bool { return one.name == rest }) {
				t.Errorf("nobody reads %s", name)
			}
		}
	}
}
