package provision_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	apitypes "github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/emulatortest"
	"github.com/cruddur/cruddur/dev/internal/keygroup"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

const (
	uploadsBucket = "cruddur-local-uploads"
	mediaBucket   = "cruddur-local-media"
	uploadsTable  = "cruddur-local-uploads"
	uploadsAPI    = "cruddur-local-uploads"
	presign       = "cruddur-local-presign"
	resize        = "cruddur-local-resize"
)

func s3Client(config aws.Config) *s3.Client {
	return s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = true })
}

// ok fails the test on an error and returns the value.
func ok[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// inventory is what was made, as far as it matters, as text that can be
// compared.
func inventory(t *testing.T, config aws.Config) map[string]string {
	t.Helper()
	ctx, client := t.Context(), s3Client(config)
	found := map[string]string{}
	note := func(name string, value any) {
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		found[name] = string(raw)
	}
	for _, bucket := range []string{uploadsBucket, mediaBucket} {
		name := aws.String(bucket)
		note(bucket+" public access", ok(client.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: name}))(t).PublicAccessBlockConfiguration)
		note(bucket+" notification", ok(client.GetBucketNotificationConfiguration(ctx, &s3.GetBucketNotificationConfigurationInput{Bucket: name}))(t).LambdaFunctionConfigurations)
	}
	note("CORS", ok(client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String(uploadsBucket)}))(t).CORSRules)
	note("lifecycle", ok(client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: aws.String(uploadsBucket)}))(t).Rules)
	note("TTL", ok(dynamodb.NewFromConfig(config).DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: aws.String(uploadsTable)}))(t).TimeToLiveDescription)
	for _, function := range []string{presign, resize} {
		name := aws.String(function)
		made := ok(lambda.NewFromConfig(config).GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: name}))(t)
		note(function, []any{made.CodeSha256, made.MemorySize, made.Timeout, made.Environment.Variables, made.Role, made.LastModified})
		note(function+" role", aws.ToString(ok(iam.NewFromConfig(config).GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: name, PolicyName: aws.String("access")}))(t).PolicyDocument))
	}
	noteAPI(t, config, note)
	return found
}

func noteAPI(t *testing.T, config aws.Config, note func(string, any)) {
	t.Helper()
	ctx, client := t.Context(), apigatewayv2.NewFromConfig(config)
	apis := ok(client.GetApis(ctx, &apigatewayv2.GetApisInput{}))(t).Items
	i := slices.IndexFunc(apis, func(api apitypes.Api) bool { return aws.ToString(api.Name) == uploadsAPI })
	if len(apis) != 2 || i < 0 {
		t.Fatalf("%d APIs", len(apis))
	}
	id := apis[i].ApiId
	note("authorizers", ok(client.GetAuthorizers(ctx, &apigatewayv2.GetAuthorizersInput{ApiId: id}))(t).Items)
	routes := ok(client.GetRoutes(ctx, &apigatewayv2.GetRoutesInput{ApiId: id}))(t).Items
	slices.SortFunc(routes, func(a, b apitypes.Route) int { return strings.Compare(*a.RouteKey, *b.RouteKey) })
	for _, route := range routes {
		note("route "+*route.RouteKey, []any{route.Target, route.AuthorizationType, route.AuthorizerId})
	}
}

func compare(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is\n%s, was\n%s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d things, there were %d", len(got), len(want))
	}
}

func TestWhatPicturesNeed(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	made := run(t, settings)
	found := inventory(t, settings.AWS)
	for name, parts := range map[string][]string{
		uploadsBucket + " public access": {`"BlockPublicAcls":true`, `"BlockPublicPolicy":true`, `"IgnorePublicAcls":true`, `"RestrictPublicBuckets":true`},
		mediaBucket + " public access":   {`"BlockPublicAcls":true`, `"BlockPublicPolicy":true`, `"IgnorePublicAcls":true`, `"RestrictPublicBuckets":true`},
		"CORS":                           {`"http://localhost:8080"`, `"http://127.0.0.1:8080"`, `"AllowedMethods":["POST"]`},
		"lifecycle":                      {`"Days":1`, `"Status":"Enabled"`},
		"TTL":                            {`"expires_at"`, `"ENABLED"`},
		uploadsBucket + " notification":  {resize, `"incoming/"`, `"s3:ObjectCreated:*"`},
		presign:                          {`"CRUDDUR_PARAMETERS_PATH":"/cruddur/local/media"`, `"AWS_ENDPOINT_URL":"http://127.0.0.1:`},
		"authorizers":                    {made.UserPoolClientID, "https://cognito-idp.us-east-1.amazonaws.com/" + made.UserPoolID, "$request.header.Authorization"},
		"route POST /uploads":            {`"JWT"`},
		"route GET /uploads/{id}":        {`"JWT"`},
	} {
		for _, part := range parts {
			if !strings.Contains(found[name], part) {
				t.Errorf("%s lacks %s: %s", name, part, found[name])
			}
		}
	}
	// Only the uploads bucket is called from browsers.
	_, err := s3Client(settings.AWS).GetBucketCors(t.Context(), &s3.GetBucketCorsInput{Bucket: aws.String(mediaBucket)})
	if problem, is := errors.AsType[smithy.APIError](err); !is || problem.ErrorCode() != "NoSuchCORSConfiguration" {
		t.Errorf("CORS of the media bucket: %v", err)
	}
	response, err := http.Get(made.UploadsURL + "/uploads/x")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("the API lets strangers in: %d", response.StatusCode)
	}
}

// A second run changes nothing, and what somebody changed in between is put
// right.
func TestDriftIsPutRight(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	settings.Before = run(t, settings)
	want := inventory(t, settings.AWS)
	run(t, settings)
	compare(t, inventory(t, settings.AWS), want)

	ctx, client := t.Context(), s3Client(settings.AWS)
	uploads := aws.String(uploadsBucket)
	ok(client.DeletePublicAccessBlock(ctx, &s3.DeletePublicAccessBlockInput{Bucket: aws.String(mediaBucket)}))(t)
	ok(client.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: uploads}))(t)
	ok(client.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: aws.String(mediaBucket), CORSConfiguration: &s3types.CORSConfiguration{
		CORSRules: []s3types.CORSRule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}}},
	}}))(t)
	ok(client.DeleteBucketLifecycle(ctx, &s3.DeleteBucketLifecycleInput{Bucket: uploads}))(t)
	ok(client.PutBucketNotificationConfiguration(ctx, &s3.PutBucketNotificationConfigurationInput{
		Bucket: uploads, NotificationConfiguration: &s3types.NotificationConfiguration{},
	}))(t)
	everything := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["*"]}]}`)
	ok(iam.NewFromConfig(settings.AWS).PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: aws.String(resize), PolicyName: aws.String("access"), PolicyDocument: everything}))(t)
	ok(iam.NewFromConfig(settings.AWS).PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: aws.String("cruddur-local-edge"), PolicyName: aws.String("access"), PolicyDocument: everything}))(t)
	driftAPI(t, settings.AWS)

	again := run(t, settings)
	compare(t, inventory(t, settings.AWS), want)
	if again != settings.Before {
		t.Errorf("made %+v, before %+v", again, settings.Before)
	}
	if _, err := client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String(mediaBucket)}); err == nil {
		t.Error("browsers may still call the media bucket")
	}
	checkEdgeReads(t, settings.AWS, again)
}

func driftAPI(t *testing.T, config aws.Config) {
	t.Helper()
	ctx, client := t.Context(), apigatewayv2.NewFromConfig(config)
	id := ok(client.GetApis(ctx, &apigatewayv2.GetApisInput{}))(t).Items[0].ApiId
	for _, route := range ok(client.GetRoutes(ctx, &apigatewayv2.GetRoutesInput{ApiId: id}))(t).Items {
		ok(client.UpdateRoute(ctx, &apigatewayv2.UpdateRouteInput{
			ApiId: id, RouteId: route.RouteId, AuthorizationType: apitypes.AuthorizationTypeNone,
		}))(t)
	}
	ok(client.CreateRoute(ctx, &apigatewayv2.CreateRouteInput{ApiId: id, RouteKey: aws.String("GET /back-door")}))(t)
	authorizer := ok(client.GetAuthorizers(ctx, &apigatewayv2.GetAuthorizersInput{ApiId: id}))(t).Items[0]
	ok(client.UpdateAuthorizer(ctx, &apigatewayv2.UpdateAuthorizerInput{
		ApiId: id, AuthorizerId: authorizer.AuthorizerId, JwtConfiguration: &apitypes.JWTConfiguration{
			Issuer: aws.String("https://elsewhere.example"), Audience: []string{"anybody"},
		},
	}))(t)
}

// checkEdgeReads sees that the edge reads renditions, and neither manifests nor
// lists.
func checkEdgeReads(t *testing.T, config aws.Config, made provision.Resources) {
	t.Helper()
	ctx, root := t.Context(), s3Client(config)
	for _, key := range []string{"media/photos/x/320.jpg", "manifests/x.json"} {
		ok(root.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(mediaBucket), Key: aws.String(key), Body: strings.NewReader(key)}))(t)
	}
	edge := s3Client(emulator.ClientAs(aws.ToString(config.BaseEndpoint), made.Edge.ID, made.Edge.Secret))
	backend := s3Client(emulator.ClientAs(aws.ToString(config.BaseEndpoint), made.Backend.ID, made.Backend.Secret))
	get := func(client *s3.Client, bucket, key string) error {
		out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
		if err == nil {
			_ = out.Body.Close()
		}
		return err
	}
	list := func(client *s3.Client, bucket string) error {
		_, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
		return err
	}
	remove := func(client *s3.Client, key string) error {
		_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(mediaBucket), Key: aws.String(key)})
		return err
	}
	put := func(client *s3.Client, key string) error {
		_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(mediaBucket), Key: aws.String(key), Body: strings.NewReader("")})
		return err
	}
	for name, err := range map[string]error{
		"the edge reads a rendition": get(edge, mediaBucket, "media/photos/x/320.jpg"), "the backend reads a manifest": get(backend, mediaBucket, "manifests/x.json"),
		"the backend lists": list(backend, mediaBucket), "the backend deletes a rendition": remove(backend, "media/photos/y/320.jpg"),
		"the backend deletes a manifest": remove(backend, "manifests/y.json"),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"the edge reads a manifest": get(edge, mediaBucket, "manifests/x.json"), "the edge lists": list(edge, mediaBucket),
		"the edge deletes": remove(edge, "media/photos/x/320.jpg"), "the edge writes": put(edge, "media/photos/x/320.jpg"),
		"the edge reads uploads":         get(edge, uploadsBucket, "incoming/x"),
		"the backend reads a rendition":  get(backend, mediaBucket, "media/photos/x/320.jpg"),
		"the backend writes":             put(backend, "manifests/x.json"),
		"the backend deletes other keys": remove(backend, "other"), "the backend lists uploads": list(backend, uploadsBucket),
	} {
		if problem, is := errors.AsType[smithy.APIError](err); !is || problem.ErrorCode() != "AccessDenied" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := ssm.NewFromConfig(emulator.ClientAs(aws.ToString(config.BaseEndpoint), made.Backend.ID, made.Backend.Secret)).
		GetParametersByPath(ctx, &ssm.GetParametersByPathInput{Path: aws.String(provision.MediaPath)})
	if err == nil {
		t.Error("the backend reads the settings of media")
	}
}

// A changed program is deployed, and nothing else is.
func TestAChangedProgramIsDeployed(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	settings.Before = run(t, settings)
	before := inventory(t, settings.AWS)
	settings.Programs["resize"] = program(t, "second")
	run(t, settings)
	after := inventory(t, settings.AWS)
	if after[resize] == before[resize] || after[presign] != before[presign] {
		t.Errorf("resize is %s, was %s; presign is %s, was %s", after[resize], before[resize], after[presign], before[presign])
	}
}

// A kill may take everything from the emulator but the files in its buckets.
func TestALostStateIsMadeAgain(t *testing.T) {
	t.Parallel()
	config := emulatortest.NewConfig(t)
	first := emulatortest.Start(t, config)
	settings := settingsFor(t, first.URL())
	settings.Before = run(t, settings)
	ok(s3Client(settings.AWS).PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(mediaBucket), Key: aws.String("media/photos/kept/320.jpg"), Body: strings.NewReader("kept"),
	}))(t)
	if err := first.Process().Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.Process().Done()
	if err := os.RemoveAll(filepath.Join(config.Home, "state")); err != nil {
		t.Fatal(err)
	}
	emulatortest.Start(t, config)
	again := run(t, settings)
	if again.Backend == settings.Before.Backend || again.Edge == settings.Before.Edge || again.UploadsURL == "" {
		t.Errorf("made %+v, before %+v", again, settings.Before)
	}
	inventory(t, settings.AWS)
	edge := s3Client(emulator.ClientAs(aws.ToString(settings.AWS.BaseEndpoint), again.Edge.ID, again.Edge.Secret))
	kept := ok(edge.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(mediaBucket), Key: aws.String("media/photos/kept/320.jpg")}))(t)
	if body, err := io.ReadAll(kept.Body); err != nil || string(body) != "kept" {
		t.Errorf("the file is %q, %v", body, err)
	}
}

func TestMediaKeyIDs(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	run(t, settings)
	if ids, err := provision.MediaKeyIDs(t.Context(), settings.AWS); err == nil {
		t.Errorf("without keys there are %s", ids)
	}
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	published, err := json.Marshal([]keygroup.Entry{{Name: "first", PublicKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}})
	if err != nil {
		t.Fatal(err)
	}
	ok(ssm.NewFromConfig(settings.AWS).PutParameter(t.Context(), &ssm.PutParameterInput{
		Name: aws.String("/cruddur/local/edge/media_public_keys"), Value: aws.String(string(published)), Type: ssmtypes.ParameterTypeString,
	}))(t)
	ids, err := provision.MediaKeyIDs(t.Context(), settings.AWS)
	if want := `{"first":"` + keygroup.ID(der) + `"}`; err != nil || ids != want || aws.ToString(parameter(t, settings, "media_key_ids").Value) != want {
		t.Errorf("the ids are %s, want %s (%v)", ids, want, err)
	}
	// Provisioning again leaves them alone.
	run(t, settings)
	if got := aws.ToString(parameter(t, settings, "media_key_ids").Value); got != ids {
		t.Errorf("after another run the ids are %s", got)
	}
}
