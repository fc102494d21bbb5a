package deployment_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	gateway "github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/schema"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

const (
	region  = "us-east-1"
	account = "000000000000"
)

// stage is messaging's own half of the cloud, deployed.
type stage struct {
	suffix   string // of all names
	store    *dynamo.Store
	table    *live.Table
	issuer   *issuer
	endpoint string // of those who push
	address  string // of the WebSocket, ws://...
	letters  string // the URL of the dead-letter queue
	events   string // the URL of the queue of events
	function string // the stream Lambda
	stream   string // the stream
	live     string // the table of connections
	raw      rawTable
}

// rawTable writes items that no code of ours would.
type rawTable struct {
	client *dynamodb.Client
	name   string
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// once is must for what is made under a name of the test's own. If that is there
// already, an earlier try of the SDK's made it, and its answer was lost.
func once[T any](t *testing.T) func(T, error) {
	t.Helper()
	return func(_ T, err error) {
		t.Helper()
		again, is := errors.AsType[smithy.APIError](err)
		if is && slices.Contains([]string{"EntityAlreadyExists", "ResourceConflictException", "ConflictException"}, again.ErrorCode()) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// deploy deploys the Lambdas, with settings that all of them get.
func deploy(t *testing.T, settings ...map[string]string) *stage {
	t.Helper()
	database := awstest.DynamoDB(t)
	conversations := awstest.NewTable(t, database, schema.Conversations())
	connections := awstest.NewTable(t, database, schema.Live())
	described, err := database.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: aws.String(conversations)})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		suffix: "-" + uuid.NewString()[:8], live: connections,
		store: dynamo.NewStore(database, conversations, time.Now), table: live.NewTable(database, connections, time.Now),
		issuer: newIssuer(t), stream: aws.ToString(described.Table.LatestStreamArn), raw: rawTable{database, conversations},
	}
	s.letters, s.events = newQueue(t, "letters"+s.suffix, ""), newQueue(t, "events"+s.suffix, newQueue(t, "dead"+s.suffix, ""))
	api := newAPI(t)
	endpoint := awstest.URL(t) + "/_aws/execute-api/" + api + "/live"
	s.endpoint, s.address = endpoint, "ws"+endpoint[len("http"):]
	parts := places{
		conversations: tableARN(conversations), stream: s.stream, live: tableARN(connections),
		api:             "arn:aws:execute-api:" + region + ":" + account + ":" + api + "/live",
		deadLetterQueue: queueARN(t, s.letters), events: queueARN(t, s.events),
		parameters: "arn:aws:ssm:" + region + ":" + account + ":parameter/cruddur/test" + s.suffix + "/",
	}
	shared := map[string]string{"live_table": connections, "live_endpoint": endpoint}
	for _, more := range settings {
		maps.Copy(shared, more)
	}
	answering := s.newFunction(t, "live", liveRole(parts), shared, map[string]string{
		"token_issuer": issuerName, "token_jwks_url": s.issuer.URL, "token_client_id": clientID,
	})
	route(t, api, answering)
	s.function = s.newFunction(t, "stream", streamRole(parts), shared, map[string]string{
		"conversations_table": conversations, "dead_letter_queue_url": s.letters, "site_url": "https://cruddur.example",
	})
	s.follow(t)
	pushing := s.newFunction(t, "push", pushRole(parts), shared)
	once[*lambda.CreateEventSourceMappingOutput](t)(functions(t).CreateEventSourceMapping(t.Context(), &lambda.CreateEventSourceMappingInput{
		FunctionName: aws.String(pushing), EventSourceArn: aws.String(parts.events), BatchSize: aws.Int32(10),
		FunctionResponseTypes: []lambdatypes.FunctionResponseType{lambdatypes.FunctionResponseTypeReportBatchItemFailures},
	}))
	return s
}

// follow maps the stream to its Lambda.
func (s *stage) follow(t *testing.T) {
	t.Helper()
	once[*lambda.CreateEventSourceMappingOutput](t)(functions(t).CreateEventSourceMapping(t.Context(), &lambda.CreateEventSourceMappingInput{
		FunctionName: aws.String(s.function), EventSourceArn: aws.String(s.stream), BatchSize: aws.Int32(100),
		StartingPosition:           lambdatypes.EventSourcePositionLatest,
		BisectBatchOnFunctionError: aws.Bool(true),
		FunctionResponseTypes:      []lambdatypes.FunctionResponseType{lambdatypes.FunctionResponseTypeReportBatchItemFailures},
		FilterCriteria:             &lambdatypes.FilterCriteria{Filters: []lambdatypes.Filter{{Pattern: aws.String(schema.StreamFilter)}}},
	}))
}

func functions(t *testing.T) *lambda.Client {
	t.Helper()
	return lambda.NewFromConfig(awstest.Config(t))
}

func tableARN(name string) string {
	return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + name
}

func newQueue(t *testing.T, name, dead string) (queueURL string) {
	t.Helper()
	attributes := map[string]string{"VisibilityTimeout": "1"}
	if dead != "" {
		attributes["RedrivePolicy"] = `{"deadLetterTargetArn":"` + queueARN(t, dead) + `","maxReceiveCount":"2"}`
	}
	made := must[*sqs.CreateQueueOutput](t)(queues(t).CreateQueue(t.Context(), &sqs.CreateQueueInput{
		QueueName: aws.String(name), Attributes: attributes,
	}))
	return aws.ToString(made.QueueUrl)
}

func queues(t *testing.T) *sqs.Client {
	t.Helper()
	return sqs.NewFromConfig(awstest.Config(t))
}

func queueARN(t *testing.T, queueURL string) string {
	t.Helper()
	found := must[*sqs.GetQueueAttributesOutput](t)(queues(t).GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(queueURL), AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameQueueArn},
	}))
	return found.Attributes["QueueArn"]
}

// newFunction builds and deploys one of the commands, with its settings below a
// path of its own and a role that may do what it needs, and nothing else.
func (s *stage) newFunction(t *testing.T, name string, allowed []statement, settings ...map[string]string) (arn string) {
	t.Helper()
	path := s.configure(t, name, settings...)
	once[*lambda.CreateFunctionOutput](t)(functions(t).CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String(name + s.suffix), Runtime: lambdatypes.RuntimeProvidedal2023, Handler: aws.String("bootstrap"),
		Role: aws.String(newRole(t, name+s.suffix, allowed)), Timeout: aws.Int32(15), MemorySize: aws.Int32(256),
		Code: &lambdatypes.FunctionCode{ZipFile: build(t, "../../cmd/"+name)},
		Environment: &lambdatypes.Environment{Variables: map[string]string{
			"CRUDDUR_PARAMETERS_PATH": path, "AWS_ENDPOINT_URL": awstest.URL(t),
		}},
	}))
	return "arn:aws:lambda:" + region + ":" + account + ":function:" + name + s.suffix
}

// configure writes settings, and returns the path below which they are.
func (s *stage) configure(t *testing.T, name string, settings ...map[string]string) (path string) {
	t.Helper()
	path = "/cruddur/test" + s.suffix + "/" + name
	for _, group := range settings {
		for setting, value := range group {
			must[*ssm.PutParameterOutput](t)(ssm.NewFromConfig(awstest.Config(t)).PutParameter(t.Context(), &ssm.PutParameterInput{
				Name: aws.String(path + "/" + setting), Value: aws.String(value), Type: ssmtypes.ParameterTypeString,
				Overwrite: aws.Bool(true),
			}))
		}
	}
	return path
}

func newRole(t *testing.T, name string, allowed []statement) (arn string) {
	t.Helper()
	roles := iam.NewFromConfig(awstest.Config(t))
	once[*iam.CreateRoleOutput](t)(roles.CreateRole(t.Context(), &iam.CreateRoleInput{
		RoleName: aws.String(name),
		AssumeRolePolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[` +
			`{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`),
	}))
	document, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": allowed})
	if err != nil {
		t.Fatal(err)
	}
	must[*iam.PutRolePolicyOutput](t)(roles.PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{
		RoleName: aws.String(name), PolicyName: aws.String("own"), PolicyDocument: aws.String(string(document)),
	}))
	return "arn:aws:iam::" + account + ":role/" + name
}

// compile makes a static program.
func compile(t *testing.T, folder string) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "bootstrap")
	command := exec.Command("go", "build", "-buildvcs=false", "-tags", "lambda.norpc,bench", "-ldflags", "-s -w", "-o", program, folder)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", folder, err, out)
	}
	return program
}

// build makes the zip that is deployed: one static file.
func build(t *testing.T, folder string) []byte {
	t.Helper()
	data, err := os.ReadFile(compile(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Store}
	header.SetMode(0o755)
	file, err := archive.CreateHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// newAPI makes a WebSocket API with no routes yet.
func newAPI(t *testing.T) (id string) {
	t.Helper()
	apis := apigatewayv2.NewFromConfig(awstest.Config(t))
	made := must[*apigatewayv2.CreateApiOutput](t)(apis.CreateApi(t.Context(), &apigatewayv2.CreateApiInput{
		Name: aws.String("live"), ProtocolType: gateway.ProtocolTypeWebsocket,
		RouteSelectionExpression: aws.String("$request.body.action"),
	}))
	return aws.ToString(made.ApiId)
}

// route lets one function answer everything of an API.
func route(t *testing.T, api, function string) {
	t.Helper()
	apis := apigatewayv2.NewFromConfig(awstest.Config(t))
	call := aws.String("arn:aws:apigateway:" + region + ":lambda:path/2015-03-31/functions/" + function + "/invocations")
	authorizer := must[*apigatewayv2.CreateAuthorizerOutput](t)(apis.CreateAuthorizer(t.Context(), &apigatewayv2.CreateAuthorizerInput{
		ApiId: aws.String(api), Name: aws.String("token"), AuthorizerType: gateway.AuthorizerTypeRequest, AuthorizerUri: call,
		IdentitySource: []string{"route.request.header.Sec-WebSocket-Protocol"},
	}))
	integration := must[*apigatewayv2.CreateIntegrationOutput](t)(apis.CreateIntegration(t.Context(), &apigatewayv2.CreateIntegrationInput{
		ApiId: aws.String(api), IntegrationType: gateway.IntegrationTypeAwsProxy, IntegrationUri: call, IntegrationMethod: aws.String("POST"),
	}))
	for _, key := range []string{"$connect", "$disconnect", "$default"} {
		in := &apigatewayv2.CreateRouteInput{
			ApiId: aws.String(api), RouteKey: aws.String(key), Target: aws.String("integrations/" + aws.ToString(integration.IntegrationId)),
		}
		switch key {
		case "$connect":
			in.AuthorizationType, in.AuthorizerId = gateway.AuthorizationTypeCustom, authorizer.AuthorizerId
		case "$default": // its answer is a frame
			in.RouteResponseSelectionExpression = aws.String("$default")
		}
		made := must[*apigatewayv2.CreateRouteOutput](t)(apis.CreateRoute(t.Context(), in))
		if key == "$default" {
			must[*apigatewayv2.CreateRouteResponseOutput](t)(apis.CreateRouteResponse(t.Context(), &apigatewayv2.CreateRouteResponseInput{
				ApiId: aws.String(api), RouteId: made.RouteId, RouteResponseKey: aws.String("$default"),
			}))
		}
	}
	once[*lambda.AddPermissionOutput](t)(functions(t).AddPermission(t.Context(), &lambda.AddPermissionInput{
		FunctionName: aws.String(function), StatementId: aws.String("gateway"), Action: aws.String("lambda:InvokeFunction"),
		Principal: aws.String("apigateway.amazonaws.com"),
		SourceArn: aws.String("arn:aws:execute-api:" + region + ":" + account + ":" + api + "/*"),
	}))
	once[*apigatewayv2.CreateStageOutput](t)(apis.CreateStage(t.Context(), &apigatewayv2.CreateStageInput{
		ApiId: aws.String(api), StageName: aws.String("live"), AutoDeploy: aws.Bool(true),
	}))
}

// eventually waits for something that the cloud does in its own time.
func eventually(t *testing.T, what string, happened func(context.Context) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !happened(ctx) {
		select {
		case <-ctx.Done():
			t.Fatalf("%s: it did not happen", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
