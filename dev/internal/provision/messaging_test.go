package provision_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	apitypes "github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/cruddur/cruddur/dev/internal/provision"
)

func TestWhatConversationsNeed(t *testing.T) {
	t.Parallel()
	settings := newSettings(t)
	made := run(t, settings)
	checkConversationsTable(t, settings)
	checkPushQueue(t, settings)
	checkLiveRoutes(t, settings, made.LiveAPIID)
	before := mappingsOf(t, settings)
	if len(before) != 2 {
		t.Fatalf("mappings %v", before)
	}

	// A second run changes nothing, but reads streams and queues anew.
	settings.Before = made
	if again := run(t, settings); again != made {
		t.Errorf("made %+v, again %+v", made, again)
	}
	after := mappingsOf(t, settings)
	if len(after) != 2 {
		t.Fatalf("mappings of the second run: %v", after)
	}
	for _, id := range after {
		if slices.Contains(before, id) {
			t.Errorf("mapping %s is the first run's", id)
		}
	}
}

func checkConversationsTable(t *testing.T, settings provision.Settings) {
	t.Helper()
	table := ok(dynamodb.NewFromConfig(settings.AWS).DescribeTable(t.Context(), &dynamodb.DescribeTableInput{
		TableName: aws.String("cruddur-local-conversations"),
	}))(t).Table
	if table.StreamSpecification == nil || table.StreamSpecification.StreamViewType != dynamodbtypes.StreamViewTypeNewAndOldImages {
		t.Errorf("the stream is %+v", table.StreamSpecification)
	}
	if len(table.GlobalSecondaryIndexes) != 1 || aws.ToString(table.GlobalSecondaryIndexes[0].IndexName) != "inbox" {
		t.Errorf("indexes %+v", table.GlobalSecondaryIndexes)
	}
	kinds := map[string]dynamodbtypes.ScalarAttributeType{}
	for _, attribute := range table.AttributeDefinitions {
		kinds[aws.ToString(attribute.AttributeName)] = attribute.AttributeType
	}
	if len(kinds) != 3 || kinds["last_message_at"] != dynamodbtypes.ScalarAttributeTypeN || kinds["pk"] != dynamodbtypes.ScalarAttributeTypeS {
		t.Errorf("attributes %v", kinds)
	}
}

func checkPushQueue(t *testing.T, settings provision.Settings) {
	t.Helper()
	client := sqs.NewFromConfig(settings.AWS)
	url := ok(client.GetQueueUrl(t.Context(), &sqs.GetQueueUrlInput{QueueName: aws.String("cruddur-local-push")}))(t).QueueUrl
	attributes := ok(client.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: url, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameAll},
	}))(t).Attributes
	if attributes["VisibilityTimeout"] != "180" || !strings.Contains(attributes["RedrivePolicy"], "cruddur-local-push-dead-letters") {
		t.Errorf("the queue of events: %v", attributes)
	}
}

func checkLiveRoutes(t *testing.T, settings provision.Settings, api string) {
	t.Helper()
	client := apigatewayv2.NewFromConfig(settings.AWS)
	kinds := map[string]apitypes.AuthorizationType{}
	for _, route := range ok(client.GetRoutes(t.Context(), &apigatewayv2.GetRoutesInput{ApiId: aws.String(api)}))(t).Items {
		kinds[aws.ToString(route.RouteKey)] = route.AuthorizationType
	}
	if len(kinds) != 3 || kinds["$connect"] != apitypes.AuthorizationTypeCustom {
		t.Errorf("routes %v", kinds)
	}
	authorizers := ok(client.GetAuthorizers(t.Context(), &apigatewayv2.GetAuthorizersInput{ApiId: aws.String(api)}))(t).Items
	if len(authorizers) != 1 || !slices.Equal(authorizers[0].IdentitySource, []string{"route.request.header.Sec-WebSocket-Protocol"}) {
		t.Errorf("authorizers %+v", authorizers)
	}
}

// mappingsOf lists the ids of all event source mappings.
func mappingsOf(t *testing.T, settings provision.Settings) []string {
	t.Helper()
	mappings := ok(lambda.NewFromConfig(settings.AWS).ListEventSourceMappings(t.Context(), &lambda.ListEventSourceMappingsInput{}))(t).EventSourceMappings
	ids := make([]string, 0, len(mappings))
	for _, mapping := range mappings {
		ids = append(ids, aws.ToString(mapping.UUID))
	}
	return ids
}
