package settings

import (
	"net/url"

	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/observe"
)

// Stream is the settings of the Lambda that follows the table's stream.
type Stream struct {
	observe.Settings

	// ConversationsTable is the DynamoDB table that the stream is of.
	ConversationsTable string `param:"conversations_table,required"`
	// LiveTable is the DynamoDB table of live connections.
	LiveTable string `param:"live_table,required"`
	// LiveEndpoint is the address of the WebSocket API's stage for those who
	// push, such as https://<id>.execute-api.<region>.amazonaws.com/live.
	LiveEndpoint *url.URL `param:"live_endpoint,required"`
	// DeadLetterQueueURL is the SQS queue of records that can't be followed.
	DeadLetterQueueURL string `param:"dead_letter_queue_url,required"`

	// SiteURL, MediaSigningKeys and MediaKeyIDs are those of the service: photos
	// in frames are signed as in answers.
	SiteURL          string        `param:"site_url,required"`
	MediaSigningKeys config.Secret `param:"media_signing_keys"`
	MediaKeyIDs      string        `param:"media_key_ids"`
}

// Live is the settings of the Lambda behind the WebSocket API.
type Live struct {
	observe.Settings

	// LiveTable is the DynamoDB table of live connections.
	LiveTable string `param:"live_table,required"`
	// LiveEndpoint is the address of the WebSocket API's stage for those who push.
	LiveEndpoint *url.URL `param:"live_endpoint,required"`

	// TokenIssuer is the claim iss of the access tokens that count.
	TokenIssuer string `param:"token_issuer,required"`
	// TokenJWKSURL is where the issuer's public keys are.
	TokenJWKSURL string `param:"token_jwks_url,required"`
	// TokenClientID is the claim client_id of the access tokens that count.
	TokenClientID string `param:"token_client_id,required"`
}

// Push is the settings of the Lambda that pushes the events of other services.
type Push struct {
	observe.Settings

	// LiveTable is the DynamoDB table of live connections.
	LiveTable string `param:"live_table,required"`
	// LiveEndpoint is the address of the WebSocket API's stage for those who push.
	LiveEndpoint *url.URL `param:"live_endpoint,required"`
}
