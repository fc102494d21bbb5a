// Package infrastructure says, as data, what Cruddur consists of on AWS: buckets,
// tables, functions, who may do what, and the APIs in front. The local stack
// makes all of it in the emulator; Terraform makes the same on AWS, and a test
// can hold one against the other.
//
// Each part of the product has a file with one function that returns its share;
// Define puts them together. A new part gets a file and a line there.
package infrastructure

import (
	"fmt"
	"slices"
)

// Environment is what the definitions depend on.
type Environment struct {
	// Name is the environment: "local", "production".
	Name string
	// Region and Account are those of all resources.
	Region, Account string
	// SiteOrigins are the addresses at which browsers know the site.
	SiteOrigins []string
	// TokenIssuer and TokenClientID are the claims iss and client_id of the
	// access tokens that count.
	TokenIssuer, TokenClientID string
	// LiveAPIID is the id that API Gateway gave the WebSocket API.
	LiveAPIID string
}

// Definition is everything there is. Names are unique within each list.
type Definition struct {
	Buckets        []Bucket
	Tables         []Table
	Queues         []Queue
	Functions      []Function
	Services       []Identity
	APIs           []HTTPAPI
	SocketAPIs     []SocketAPI
	StreamMappings []StreamMapping
	QueueMappings  []QueueMapping
}

// Define returns the definition of an environment.
func Define(env Environment) Definition {
	parts := []Definition{
		media(env),
		backend(env),
		edge(env),
		messaging(env),
	}
	var all Definition
	for _, part := range parts {
		all.Buckets = slices.Concat(all.Buckets, part.Buckets)
		all.Tables = slices.Concat(all.Tables, part.Tables)
		all.Queues = slices.Concat(all.Queues, part.Queues)
		all.Functions = slices.Concat(all.Functions, part.Functions)
		all.Services = slices.Concat(all.Services, part.Services)
		all.APIs = slices.Concat(all.APIs, part.APIs)
		all.SocketAPIs = slices.Concat(all.SocketAPIs, part.SocketAPIs)
		all.StreamMappings = slices.Concat(all.StreamMappings, part.StreamMappings)
		all.QueueMappings = slices.Concat(all.QueueMappings, part.QueueMappings)
	}
	return all
}

// Bucket is an S3 bucket. Every bucket is private, its public access blocked,
// and unversioned: what is deleted is gone.
type Bucket struct {
	Name string
	// CORS lists who may call it from a browser; nobody when empty.
	CORS []CORSRule
	// ExpireAfterDays is how long objects live; 0 means until they are deleted.
	ExpireAfterDays int
	// Notifications say which functions are told of what happens.
	Notifications []Notification
}

// CORSRule lets pages of some origins call a bucket.
type CORSRule struct {
	Origins, Methods, Headers []string
	MaxAgeSeconds             int
}

// Notification has S3 call a function.
type Notification struct {
	Name string
	// Events are S3's names of events, such as "s3:ObjectCreated:*".
	Events []string
	// Prefix begins the keys that count.
	Prefix string
	// Function is the name of the function that is called.
	Function string
}

// Table is a DynamoDB table, billed by request. Its keys are strings.
type Table struct {
	Name string
	// HashKey and RangeKey name the attributes of the key; most tables have no
	// RangeKey.
	HashKey, RangeKey string
	// TTL names the attribute with the end of an item, in seconds; empty when
	// items have none.
	TTL string
	// Indexes are global; all of them have every attribute.
	Indexes []Index
	// Stream is what the table's stream shows of a change, such as
	// "NEW_AND_OLD_IMAGES"; empty for no stream.
	Stream string
}

// Index is a global secondary index.
type Index struct {
	Name, HashKey, RangeKey string
	// RangeIsNumber says that the RangeKey is a number; other keys are strings.
	RangeIsNumber bool
}

// Queue is an SQS queue.
type Queue struct {
	Name string
	// VisibilitySeconds is how long a message that was handed out is kept from
	// others; 0 for SQS's default.
	VisibilitySeconds int
	// RetentionDays is how long a message is kept; 0 for SQS's default.
	RetentionDays int
	// DeadLetters is the queue for messages that were handed out MaxReceives
	// times; empty for none.
	DeadLetters string
	MaxReceives int
}

// Function is a Lambda function: one static program for provided.al2023.
type Function struct {
	Name string
	// Program is the command that it runs, such as "presign".
	Program        string
	MemoryMB       int
	TimeoutSeconds int
	// Parameters is the path of its settings.
	Parameters string
	// Role is who it acts as. Every function may write its logs besides.
	Role Identity
}

// Identity is somebody who acts: a role of a function or a task.
type Identity struct {
	Name string
	// May lists all that is allowed.
	May []Statement
}

// Statement allows actions on resources, which are ARNs.
type Statement struct {
	Actions, Resources []string
}

// HTTPAPI is an HTTP API of API Gateway whose routes all ask for a token.
type HTTPAPI struct {
	Name       string
	Authorizer JWTAuthorizer
	Routes     []Route
}

// JWTAuthorizer lets requests with such a token through.
type JWTAuthorizer struct {
	Name, Issuer string
	Audience     []string
}

// Route sends requests to a function.
type Route struct {
	// Key is method and path, such as "GET /uploads/{id}".
	Key      string
	Function string
}

// SocketAPI is a WebSocket API of API Gateway with one function behind it, which
// also decides who may connect.
type SocketAPI struct {
	Name, Stage, Function string
	// Selection is the expression that picks the route of a frame.
	Selection string
	// IdentitySource is where the one who connects says who they are.
	IdentitySource string
	Routes         []string
}

// StreamMapping hands the changes of a table to a function. A failed record is
// reported by its number, and batches are split to find it.
type StreamMapping struct {
	Table, Function string
	// Filter is the pattern of the records that count.
	Filter                            string
	BatchSize, Retries, MaxAgeSeconds int
	// OnFailure is the queue that is told of records which nobody could take.
	OnFailure string
}

// QueueMapping hands the messages of a queue to a function, which reports the
// failed ones by their ids.
type QueueMapping struct {
	Queue, Function string
	BatchSize       int
}

// Actions on objects.
const (
	getObject    = "s3:GetObject"
	putObject    = "s3:PutObject"
	deleteObject = "s3:DeleteObject"
)

// name is the name of a resource in the environment.
func (e Environment) name(part string) string { return "cruddur-" + e.Name + "-" + part }

// ParametersPath is where the settings of a service are in SSM.
func (e Environment) ParametersPath(service string) string {
	return "/cruddur/" + e.Name + "/" + service
}

// RoleARN names a role.
func (e Environment) RoleARN(name string) string {
	return fmt.Sprintf("arn:aws:iam::%s:role/%s", e.Account, name)
}

// FunctionARN names a function.
func (e Environment) FunctionARN(name string) string {
	return fmt.Sprintf("arn:aws:lambda:%s:%s:function:%s", e.Region, e.Account, name)
}

// TableARN names a table.
func (e Environment) TableARN(name string) string {
	return fmt.Sprintf("arn:aws:dynamodb:%s:%s:table/%s", e.Region, e.Account, name)
}

// QueueARN names a queue.
func (e Environment) QueueARN(name string) string {
	return fmt.Sprintf("arn:aws:sqs:%s:%s:%s", e.Region, e.Account, name)
}

// BucketARN names a bucket.
func BucketARN(name string) string { return "arn:aws:s3:::" + name }

// ObjectARN names the objects of a bucket that fit a pattern.
func ObjectARN(bucket, pattern string) string { return BucketARN(bucket) + "/" + pattern }

// allow is a statement.
func allow(actions []string, resources ...string) Statement {
	return Statement{Actions: actions, Resources: resources}
}

// readParameters lets a service read its own settings.
func (e Environment) readParameters(service string) Statement {
	path := fmt.Sprintf("arn:aws:ssm:%s:%s:parameter%s", e.Region, e.Account, e.ParametersPath(service))
	return allow([]string{"ssm:GetParametersByPath"}, path, path+"/*")
}
