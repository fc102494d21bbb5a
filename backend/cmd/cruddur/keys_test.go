package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/awstest"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/backend/internal/signingkeys"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

// emulated is a tool whose environment is in the emulator's Parameter Store.
type emulated struct {
	tool

	client      *ssm.Client
	environment string
}

func newEmulated(t *testing.T, values map[string]string) emulated {
	t.Helper()
	awstest.Environment(t)
	e := emulated{client: ssm.NewFromConfig(awstest.Config(t)), environment: "/cruddur/" + uuid.NewString()}
	e.getenv = func(name string) string {
		if name == settings.PathVariable {
			return e.environment + "/backend"
		}
		return ""
	}
	for name, value := range values {
		e.put(t, "/backend/"+name, value)
	}
	return e
}

func (e emulated) put(t *testing.T, name, value string) {
	t.Helper()
	_, err := e.client.PutParameter(t.Context(), &ssm.PutParameterInput{
		Name: aws.String(e.environment + name), Value: aws.String(value), Type: types.ParameterTypeString, Overwrite: aws.Bool(true),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (e emulated) parameter(t *testing.T, name string) *types.Parameter {
	t.Helper()
	out, err := e.client.GetParameter(t.Context(), &ssm.GetParameterInput{
		Name: aws.String(e.environment + name), WithDecryption: aws.Bool(true),
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out.Parameter
}

func TestKeys(t *testing.T) {
	e := newEmulated(t, nil)
	if text := e.run(t, "", "keys", "list"); !strings.Contains(text, "run 'cruddur keys create'") {
		t.Errorf("no key: %s", text)
	}
	if text := e.run(t, "", "keys", "retire"); !strings.Contains(text, "no key's time is over") {
		t.Errorf("nothing to retire: %s", text)
	}
	var first, again, second signingkeys.Change
	e.runJSON(t, &first, "", "keys", "create")
	e.runJSON(t, &again, "", "keys", "create")
	if first.Created == "" || again.Created != "" || again.Waiting != first.Created {
		t.Errorf("first %+v, again %+v", first, again)
	}
	for name, kind := range map[string]types.ParameterType{
		"/backend/media_signing_keys": types.ParameterTypeSecureString, "/messaging/media_signing_keys": types.ParameterTypeSecureString,
		"/edge/media_public_keys": types.ParameterTypeString,
	} {
		found := e.parameter(t, name)
		if found.Type != kind || !strings.Contains(aws.ToString(found.Value), first.Created) {
			t.Errorf("%s is a %s", name, found.Type)
		}
	}
	if text := e.run(t, "", "keys", "list"); !strings.Contains(text, "waits until the edge knows it") || strings.Contains(text, "PRIVATE") {
		t.Errorf("the list: %s", text)
	}
	e.put(t, "/backend/media_key_ids", `{"`+first.Created+`":"K1"}`)
	e.runJSON(t, &second, "", "keys", "create")
	var list []signingkeys.Key
	e.runJSON(t, &list, "", "keys", "list")
	if len(list) != 2 || list[0].Name != second.Created || list[0].State != signingkeys.Waits || list[1].State != signingkeys.Signs || list[1].RetireAfter == nil {
		t.Errorf("the list: %+v", list)
	}
	var public []signingkeys.PublicKey
	if err := json.Unmarshal([]byte(aws.ToString(e.parameter(t, "/edge/media_public_keys").Value)), &public); err != nil || len(public) != 2 ||
		!strings.HasPrefix(public[1].PublicKey, "-----BEGIN PUBLIC KEY-----") {
		t.Errorf("public keys %+v, %v", public, err)
	}
}

// Terraform says under which KMS key secrets are, and the tool leaves them there.
func TestKeysStayUnderTheirKey(t *testing.T) {
	e := newEmulated(t, nil)
	const key = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"
	secrets := []string{"/backend/media_signing_keys", "/messaging/media_signing_keys", "/stream/media_signing_keys"}
	for _, name := range secrets {
		_, err := e.client.PutParameter(t.Context(), &ssm.PutParameterInput{
			Name: aws.String(e.environment + name), Value: aws.String("[]"), Type: types.ParameterTypeSecureString, KeyId: aws.String(key),
			Overwrite: aws.Bool(true), // the SDK may say it twice
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var made signingkeys.Change
	e.runJSON(t, &made, "", "keys", "create")
	for _, name := range secrets {
		if found := e.parameter(t, name); !strings.Contains(aws.ToString(found.Value), made.Created) {
			t.Errorf("%s was not written", name)
		}
		out, err := e.client.DescribeParameters(t.Context(), &ssm.DescribeParametersInput{ParameterFilters: []types.ParameterStringFilter{
			{Key: aws.String("Name"), Values: []string{e.environment + name}},
		}})
		if err != nil || len(out.Parameters) != 1 || aws.ToString(out.Parameters[0].KeyId) != key {
			t.Errorf("%s is under another key now: %+v, %v", name, out, err)
		}
	}
}

func TestKeysWantAnEnvironment(t *testing.T) {
	for _, path := range []string{"", "backend", "/backend"} {
		c := tool{getenv: func(string) string { return path }}
		status, _, complaint := c.try(t, "", "keys", "list")
		if status != 1 || !strings.Contains(complaint, settings.PathVariable) {
			t.Errorf("%q: exit status %d, %s", path, status, complaint)
		}
	}
}

func TestReconcile(t *testing.T) {
	bucket := awstest.NewBucket(t)
	database := postgrestest.New(t)
	values := map[string]string{
		"database_url": database.URL, "token_issuer": "i", "token_jwks_url": "https://k.test", "token_client_id": "c",
		"site_url": "https://cruddur.test", "media_bucket": bucket, "s3_path_style": "true",
	}
	e := newEmulated(t, values)
	e.database = database
	// What is in the emulator is new, whatever the manifest says.
	photo := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "photo", At: time.Now().Add(-25 * time.Hour)}
	photo.Store(func(key string, data []byte, _ time.Time) { awstest.Put(t, bucket, key, data) })
	_, err := database.Pool(t).Exec(t.Context(), `
		INSERT INTO media (id, purpose, width, height, animated, placeholder, widths, formats, detached_at)
		VALUES ($1, 'avatar', 1, 1, false, '', '{1}', '{jpeg}', now())`, uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	var report reconcile.Report
	e.runJSON(t, &report, "", "media", "reconcile", "--dry-run")
	if !report.DryRun || report.Pictures != 2 || report.LooseDeleted != 1 || report.UnusedDeleted != 0 {
		t.Errorf("a dry run: %+v", report)
	}
	text := e.run(t, "", "media", "reconcile")
	for _, line := range []string{"pictures          2", "shown by nothing  1 deleted", "unused uploads    0 deleted"} {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
	e.runJSON(t, &report, "", "media", "reconcile")
	if report.Pictures != 1 || report.LooseDeleted != 0 {
		t.Errorf("again: %+v", report)
	}
}

func TestReconcileWantsABucket(t *testing.T) {
	status, _, complaint := newTool(t).try(t, "", "media", "reconcile")
	if status != 1 || !strings.Contains(complaint, "media_bucket is missing") {
		t.Errorf("exit status %d, %s", status, complaint)
	}
}
