package config_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/logging"
)

const path = "/cruddur/test/backend"

// store is a Parameter Store with one parameter a page, and an empty page
// first, as the real one may have.
type store struct {
	names  []string
	values map[string]string
	err    error
}

var _ config.ParameterClient = (*store)(nil)

func newStore(values map[string]string) *store {
	s := &store{values: values}
	for name := range values {
		s.names = append(s.names, name)
	}
	return s
}

func (s *store) GetParametersByPath(
	_ context.Context, in *ssm.GetParametersByPathInput, _ ...func(*ssm.Options),
) (*ssm.GetParametersByPathOutput, error) {
	if s.err != nil {
		return nil, s.err
	}
	if aws.ToString(in.Path) != path || !aws.ToBool(in.WithDecryption) {
		return nil, errors.New("want the path, decrypted")
	}
	page := 0
	if in.NextToken != nil {
		page = len(*in.NextToken)
	}
	out := &ssm.GetParametersByPathOutput{}
	if page > 0 {
		name := s.names[page-1]
		out.Parameters = []types.Parameter{{Name: aws.String(path + "/" + name), Value: aws.String(s.values[name])}}
	}
	if page < len(s.names) {
		out.NextToken = aws.String(strings.Repeat("x", page+1))
	}
	return out, nil
}

type shared struct {
	LogLevel slog.Level `param:"log_level,default=info"`
}

type settings struct {
	shared

	Database config.Secret `param:"database_url,required"`
	Address  string        `param:"address,default=127.0.0.1:8080"`
	PageSize int           `param:"page_size,default=20"`
	Small    int8          `param:"small"`
	Ratio    float64       `param:"ratio,default=0.5"`
	Live     bool          `param:"live"`
	Timeout  time.Duration `param:"timeout,default=30s"`
	Origins  []string      `param:"origins,default=a,b"`
	Issuer   *url.URL      `param:"cognito/issuer"`
	Site     url.URL       `param:"site"`

	Untagged string
}

func TestLoad(t *testing.T) {
	t.Parallel()
	site, err := url.Parse("https://example.com/x")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		values map[string]string
		want   settings
	}{
		"defaults": {
			map[string]string{"database_url": "postgres://x"},
			settings{
				Database: "postgres://x", Address: "127.0.0.1:8080", PageSize: 20,
				Ratio: 0.5, Timeout: 30 * time.Second, Origins: []string{"a", "b"},
			},
		},
		"everything": {
			map[string]string{
				"database_url": " s3cret\n", "address": " :0 ", "page_size": "50", "small": "-128", "ratio": "0.25", "live": "true",
				"timeout": "1m30s", "origins": " x , ,y,", "cognito/issuer": "https://example.com/x",
				"site": "https://example.com/x", "log_level": "WARN",
			},
			settings{
				shared: shared{LogLevel: slog.LevelWarn}, Database: " s3cret\n", Address: ":0", PageSize: 50, Small: -128,
				Ratio: 0.25, Live: true, Timeout: 90 * time.Second, Origins: []string{"x", "y"}, Issuer: site, Site: *site,
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got settings
			if err := config.Load(t.Context(), newStore(tt.values), path+"/", &got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %#v\nwant %#v", got, tt.want)
			}
		})
	}
}

func TestLoadReportsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	var dst struct {
		A config.Secret `param:"a,required"`
		B string        `param:"b,required"`
		C int           `param:"c,required"`
		D bool          `param:"d"`
		E time.Duration `param:"e"`
		F *url.URL      `param:"f"`
		G slog.Level    `param:"g"`
		H int8          `param:"h"`
		I string        `param:"i,required"`
		J float64       `param:"j"`
		K float64       `param:"k"`
	}
	err := config.Load(t.Context(), newStore(map[string]string{
		"c": "hunter2", "d": "hunter2", "e": "hunter2", "f": "hunter2", "g": "hunter2", "h": "128", "i": "fine", "j": "NaN", "k": "hunter2",
	}), path, &dst)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		path + "/a is missing", path + "/b is missing", path + "/c: not a whole number", path + "/d: not true or false",
		path + "/e: not a duration", path + "/f: not an absolute URL", path + "/g: not a valid slog.Level",
		path + "/h: not a whole number, or out of range", path + "/j: not a number", path + "/k: not a number",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error doesn't say %q:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), path+"/i") {
		t.Errorf("the error says too much:\n%v", err)
	}
}

func TestLoadWarnsOfUnknownParameters(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	ctx := logging.WithLogger(t.Context(), logging.New(&logs, slog.LevelInfo))
	var dst struct {
		A string `param:"a"`
	}
	err := config.Load(ctx, newStore(map[string]string{"a": "1", "z": "hunter2", "b": "hunter2"}), path, &dst)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(logs.String(), `["`+path+`/b","`+path+`/z"]`) || !strings.Contains(logs.String(), "WARN") {
		t.Errorf("logged %s", logs.String())
	}
	if strings.Contains(logs.String(), "hunter2") {
		t.Errorf("a value is logged: %s", logs.String())
	}
}

func TestLoadWrapsTheStoresError(t *testing.T) {
	t.Parallel()
	denied := errors.New("access denied")
	err := config.Load(t.Context(), &store{err: denied}, path, &struct{}{})
	if !errors.Is(err, denied) || !strings.Contains(err.Error(), path) {
		t.Errorf("Load = %v", err)
	}
}

func TestLoadRefusesMistakesInTheStruct(t *testing.T) {
	t.Parallel()
	tests := map[string]any{
		"nil":         nil,
		"a struct":    struct{}{},
		"nil pointer": (*settings)(nil),
		"not struct":  new(string),
		"unexported": &struct {
			a string `param:"a"`
		}{},
		"no name": &struct {
			A string `param:",required"`
		}{},
		"slash": &struct {
			A string `param:"/a"`
		}{},
		"unknown option": &struct {
			A string `param:"a,optional"`
		}{},
		"required with default": &struct {
			A string `param:"a,required,default=1"`
		}{},
		"twice": &struct {
			A string `param:"a"`
			B string `param:"a"`
		}{},
		"unsupported type": &struct {
			A []int `param:"a"`
		}{},
		"bad default": &struct {
			A int `param:"a,default=many"`
		}{},
	}
	for name, dst := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := config.Load(t.Context(), newStore(nil), path, dst)
			if err == nil {
				t.Error("Load accepts it")
			}
		})
	}
	if err := config.Load(t.Context(), newStore(nil), "cruddur/test", &struct{}{}); err == nil {
		t.Error("Load accepts a path without a slash")
	}
}
