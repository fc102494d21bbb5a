package provision_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/emulatortest"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

func newSettings(t *testing.T) provision.Settings {
	t.Helper()
	return settingsFor(t, emulatortest.Start(t, emulatortest.NewConfig(t)).URL())
}

func settingsFor(t *testing.T, url string) provision.Settings {
	t.Helper()
	return provision.Settings{
		AWS:            emulator.Client(url),
		DatabaseURL:    "postgres://cruddur:secret@127.0.0.1:5439/cruddur",
		BackendAddress: "127.0.0.1:4567", DirectoryAddress: "127.0.0.1:4568", MessagingAddress: "127.0.0.1:4569",
		SiteURL:     "http://localhost:8080",
		SiteOrigins: []string{"http://localhost:8080", "http://127.0.0.1:8080"},
		Programs:    programs(t),
	}
}

// program is the zip of a function that is never called.
func program(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	entry, err := archive.Create("bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(entry, content); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "program.zip")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func programs(t *testing.T) map[string]string {
	t.Helper()
	zips := map[string]string{}
	for _, name := range []string{"presign", "resize", "stream", "live", "push"} {
		zips[name] = program(t, "first")
	}
	return zips
}

func run(t *testing.T, settings provision.Settings) provision.Resources {
	t.Helper()
	made, err := provision.Run(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestRunIsIdempotent(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	first := run(t, settings)
	settings.BackendAddress, settings.Before = "127.0.0.1:9090", first
	if second := run(t, settings); second != first || first.UserPoolID == "" || first.UserPoolClientID == "" {
		t.Errorf("first %+v, second %+v", first, second)
	}
	pools, err := cognito.NewFromConfig(settings.AWS).ListUserPools(t.Context(), &cognito.ListUserPoolsInput{MaxResults: aws.Int32(60)})
	if err != nil || len(pools.UserPools) != 1 {
		t.Errorf("%d pools, error %v", len(pools.UserPools), err)
	}
	if got := parameter(t, settings, "listen_address"); aws.ToString(got.Value) != "127.0.0.1:9090" {
		t.Errorf("the second run did not change listen_address: %s", aws.ToString(got.Value))
	}
}

func parameter(t *testing.T, settings provision.Settings, name string) ssmtypes.Parameter {
	t.Helper()
	out, err := ssm.NewFromConfig(settings.AWS).GetParameter(t.Context(), &ssm.GetParameterInput{
		Name: aws.String(provision.BackendPath + "/" + name), WithDecryption: aws.Bool(true),
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.Parameter
}

func TestParametersOfTheBackend(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	made := run(t, settings)
	out, err := ssm.NewFromConfig(settings.AWS).GetParametersByPath(t.Context(), &ssm.GetParametersByPathInput{
		Path: aws.String(provision.BackendPath), WithDecryption: aws.Bool(true), MaxResults: aws.Int32(10),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, found := range out.Parameters {
		got[aws.ToString(found.Name)[len(provision.BackendPath)+1:]] = aws.ToString(found.Value)
	}
	keys := aws.ToString(settings.AWS.BaseEndpoint) + "/" + made.UserPoolID + "/.well-known/jwks.json"
	want := map[string]string{
		"database_url": settings.DatabaseURL, "listen_address": "127.0.0.1:4567", "log_level": "info",
		"directory_listen_address": "127.0.0.1:4568",
		"site_url":                 "http://localhost:8080",
		"token_client_id":          made.UserPoolClientID, "token_jwks_url": keys,
		"token_issuer": "https://cognito-idp.us-east-1.amazonaws.com/" + made.UserPoolID,
		"media_bucket": made.MediaBucket, "s3_path_style": "true",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("parameters %v", got)
	}
	if kind := parameter(t, settings, "database_url").Type; kind != ssmtypes.ParameterTypeSecureString {
		t.Errorf("database_url is a %s", kind)
	}
	response, err := http.Get(keys)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != 200 || len(body) < 100 {
		t.Errorf("the keys: status %d, %s", response.StatusCode, body)
	}
}

func TestTokensLiveAsLongAsDesigned(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	made := run(t, settings)
	out, err := cognito.NewFromConfig(settings.AWS).DescribeUserPoolClient(t.Context(), &cognito.DescribeUserPoolClientInput{
		UserPoolId: aws.String(made.UserPoolID), ClientId: aws.String(made.UserPoolClientID),
	})
	if err != nil {
		t.Fatal(err)
	}
	client := out.UserPoolClient
	if aws.ToInt32(client.AccessTokenValidity) != 15 || client.TokenValidityUnits.AccessToken != types.TimeUnitsTypeMinutes ||
		client.RefreshTokenValidity != 30 || client.TokenValidityUnits.RefreshToken != types.TimeUnitsTypeDays {
		t.Errorf("access %d %s, refresh %d %s", aws.ToInt32(client.AccessTokenValidity), client.TokenValidityUnits.AccessToken,
			client.RefreshTokenValidity, client.TokenValidityUnits.RefreshToken)
	}
	if client.ClientSecret != nil {
		t.Error("the site's client has a secret, which a browser can't keep")
	}
}

// The codes that the site shows must be the ones that the pinned emulator
// takes, and no others.
func TestConfirmationCodes(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	made := run(t, settings)
	client := cognito.NewFromConfig(settings.AWS)
	ctx, id, email := t.Context(), aws.String(made.UserPoolClientID), aws.String("kim@example.test")
	attributes := []types.AttributeType{
		{Name: aws.String("email"), Value: email},
		{Name: aws.String("name"), Value: aws.String("Kim")},
		{Name: aws.String("preferred_username"), Value: aws.String("kim")},
	}
	signUp := func(password string) error {
		_, err := client.SignUp(ctx, &cognito.SignUpInput{ClientId: id, Username: email, Password: aws.String(password), UserAttributes: attributes})
		return err
	}
	var weak *types.InvalidPasswordException
	if err := signUp("short"); !errors.As(err, &weak) {
		t.Errorf("a weak password: %v", err)
	}
	if err := signUp("Burn-after-reading-1"); err != nil {
		t.Fatal(err)
	}
	confirm := func(code string) error {
		_, err := client.ConfirmSignUp(ctx, &cognito.ConfirmSignUpInput{ClientId: id, Username: email, ConfirmationCode: aws.String(code)})
		return err
	}
	var mismatch *types.CodeMismatchException
	if err := confirm("000000"); !errors.As(err, &mismatch) {
		t.Errorf("a wrong sign-up code: %v", err)
	}
	if err := confirm(emulator.SignUpCode); err != nil {
		t.Errorf("the sign-up code: %v", err)
	}
	if _, err := client.ForgotPassword(ctx, &cognito.ForgotPasswordInput{ClientId: id, Username: email}); err != nil {
		t.Fatal(err)
	}
	recoverWith := func(code string) error {
		_, err := client.ConfirmForgotPassword(ctx, &cognito.ConfirmForgotPasswordInput{
			ClientId: id, Username: email, ConfirmationCode: aws.String(code), Password: aws.String("Burn-after-reading-2"),
		})
		return err
	}
	if err := recoverWith("000000"); !errors.As(err, &mismatch) {
		t.Errorf("a wrong recovery code: %v", err)
	}
	if err := recoverWith(emulator.RecoverCode); err != nil {
		t.Errorf("the recovery code: %v", err)
	}
}

// Who observed an earlier run is told nothing of one that nobody observes.
func TestParametersOfObservers(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	settings.Observers = provision.Observers{OTLPEndpoint: "http://localhost:4318", RollbarToken: "hunter2", RollbarEndpoint: "http://localhost:1"}
	run(t, settings)
	if got := parameter(t, settings, "otlp_endpoint"); aws.ToString(got.Value) != "http://localhost:4318" {
		t.Errorf("the collector is %v", aws.ToString(got.Value))
	}
	if got := parameter(t, settings, "rollbar_token"); got.Type != ssmtypes.ParameterTypeSecureString {
		t.Errorf("the token is a %s", got.Type)
	}
	settings.Observers = provision.Observers{}
	run(t, settings)
	for _, name := range []string{"otlp_endpoint", "rollbar_token", "rollbar_endpoint"} {
		_, err := ssm.NewFromConfig(settings.AWS).GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String(provision.BackendPath + "/" + name)})
		if _, missing := errors.AsType[*ssmtypes.ParameterNotFound](err); !missing {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
}
