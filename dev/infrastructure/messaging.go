package infrastructure

// How the stream of messages is read. A record that fails is tried again for six
// hours, which outlasts most troubles of AWS; what can't be read goes to the dead
// letters at once, by the function itself.
const (
	streamBatchSize     = 100
	streamRetries       = 10_000
	streamMaxAgeSeconds = 6 * 60 * 60
	pushBatchSize       = 10
	pushReceives        = 3
	letterDays          = 14
)

// streamFilter lets messages wake the function up, and nothing else.
const streamFilter = `{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"MSG#"}]}}}}`

// LiveStage is the stage of the WebSocket API, and its path at the edge.
const LiveStage = "live"

// ConversationsTable holds conversations, messages and inboxes.
func (e Environment) ConversationsTable() string { return e.name("conversations") }

// LiveTable holds live connections.
func (e Environment) LiveTable() string { return e.name("live") }

// LiveAPI is the WebSocket API.
func (e Environment) LiveAPI() string { return e.name("live") }

// PushQueue takes events that are to be pushed to people.
func (e Environment) PushQueue() string { return e.name("push") }

// StreamLettersQueue takes the records of the stream that could not be worked on.
func (e Environment) StreamLettersQueue() string { return e.name("stream-dead-letters") }

// PushLettersQueue takes the events that could not be pushed.
func (e Environment) PushLettersQueue() string { return e.name("push-dead-letters") }

// MessagingIdentity is who the messaging service acts as.
func (e Environment) MessagingIdentity() string { return e.name("messaging") }

// messaging is conversations, and the sockets on which they arrive:
// messaging/README.md has the same as a table.
func messaging(env Environment) Definition {
	stream, live, push := streamFunction(env), liveFunction(env), pushFunction(env)
	return Definition{
		Tables: []Table{conversationsTable(env), liveTable(env)},
		Queues: []Queue{
			{Name: env.StreamLettersQueue(), RetentionDays: letterDays},
			{Name: env.PushLettersQueue(), RetentionDays: letterDays},
			{Name: env.PushQueue(), VisibilitySeconds: 6 * push.TimeoutSeconds, DeadLetters: env.PushLettersQueue(), MaxReceives: pushReceives},
		},
		Functions: []Function{stream, live, push},
		Services:  []Identity{messagingService(env)},
		StreamMappings: []StreamMapping{{
			Table: env.ConversationsTable(), Function: stream.Name, Filter: streamFilter,
			BatchSize: streamBatchSize, Retries: streamRetries, MaxAgeSeconds: streamMaxAgeSeconds,
			OnFailure: env.StreamLettersQueue(),
		}},
		QueueMappings: []QueueMapping{{Queue: env.PushQueue(), Function: push.Name, BatchSize: pushBatchSize}},
		SocketAPIs: []SocketAPI{{
			Name: env.LiveAPI(), Stage: LiveStage, Function: live.Name,
			Selection: "$request.body.action",
			// The token comes as a subprotocol, so that it is in no address.
			IdentitySource: "route.request.header.Sec-WebSocket-Protocol",
			Routes:         []string{"$connect", "$disconnect", "$default"},
		}},
	}
}

// conversationsTable and liveTable are what messaging/schema says; a test there
// holds them against each other.
func conversationsTable(env Environment) Table {
	return Table{
		Name: env.ConversationsTable(), HashKey: "pk", RangeKey: "sk", TTL: "expires_at", Stream: "NEW_AND_OLD_IMAGES",
		Indexes: []Index{{Name: "inbox", HashKey: "pk", RangeKey: "last_message_at", RangeIsNumber: true}},
	}
}

func liveTable(env Environment) Table {
	return Table{Name: env.LiveTable(), HashKey: "pk", RangeKey: "sk", TTL: "expires_at"}
}

func streamFunction(env Environment) Function {
	name := env.name("stream")
	return Function{
		Name: name, Program: "stream", MemoryMB: 256, TimeoutSeconds: 60, Parameters: env.ParametersPath("stream"),
		Role: Identity{Name: name, May: append([]Statement{
			env.readParameters("stream"),
			allow([]string{"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"}, env.TableARN(env.ConversationsTable())),
			allow([]string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"},
				env.TableARN(env.ConversationsTable())+"/stream/*"),
			// The function's letters, and Lambda's own.
			allow([]string{"sqs:SendMessage"}, env.QueueARN(env.StreamLettersQueue())),
		}, env.pushes()...)},
	}
}

func liveFunction(env Environment) Function {
	name := env.name("live")
	return Function{
		Name: name, Program: "live", MemoryMB: 256, TimeoutSeconds: 10, Parameters: env.ParametersPath("live"),
		Role: Identity{Name: name, May: append([]Statement{
			env.readParameters("live"),
			allow([]string{"dynamodb:PutItem", "dynamodb:UpdateItem"}, env.TableARN(env.LiveTable())),
		}, env.pushes()...)},
	}
}

func pushFunction(env Environment) Function {
	name := env.name("push")
	return Function{
		Name: name, Program: "push", MemoryMB: 256, TimeoutSeconds: 30, Parameters: env.ParametersPath("push"),
		Role: Identity{Name: name, May: append([]Statement{
			env.readParameters("push"),
			allow([]string{"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}, env.QueueARN(env.PushQueue())),
		}, env.pushes()...)},
	}
}

// messagingService works on conversations, checks the manifests of photos, and
// pushes what is not worth keeping.
func messagingService(env Environment) Identity {
	table, bucket := env.TableARN(env.ConversationsTable()), env.MediaBucket()
	return Identity{Name: env.MessagingIdentity(), May: append([]Statement{
		env.readParameters("messaging"),
		allow([]string{
			"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable",
			"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
		}, table),
		allow([]string{"dynamodb:Query"}, table+"/index/*"),
		allow([]string{getObject}, ObjectARN(bucket, manifestKeys)),
		listBuckets(bucket),
	}, env.pushes()...)}
}

// pushes is what it takes to tell somebody's open windows something: to know
// their connections, to post to them, and to forget the ones that are gone.
func (e Environment) pushes() []Statement {
	connections := "arn:aws:execute-api:" + e.Region + ":" + e.Account + ":" + e.LiveAPIID + "/" + LiveStage
	return []Statement{
		allow([]string{"dynamodb:DeleteItem", "dynamodb:Query"}, e.TableARN(e.LiveTable())),
		allow([]string{"execute-api:ManageConnections"}, connections+"/POST/@connections/*", connections+"/DELETE/@connections/*"),
	}
}
