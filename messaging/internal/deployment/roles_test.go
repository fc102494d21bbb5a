package deployment_test

// places is where the parts of messaging are, as ARNs.
type places struct {
	conversations   string // the table
	stream          string // of that table
	live            string // the table of connections
	api             string // the stage of the WebSocket API
	deadLetterQueue string // of the stream
	events          string // the queue
	parameters      string // what the paths of the functions begin with in SSM
}

// statement is what a role may do.
type statement struct {
	Effect   string
	Action   []string
	Resource string
}

func allow(resource string, actions ...string) statement {
	return statement{Effect: "Allow", Action: actions, Resource: resource}
}

// pushing is what everybody needs who pushes, reading settings included.
func pushing(name string, p places) []statement {
	return []statement{
		allow(p.parameters+name, "ssm:GetParametersByPath"),
		allow(p.live, "dynamodb:Query", "dynamodb:DeleteItem"),
		allow(p.api+"/POST/@connections/*", "execute-api:ManageConnections"),
		allow(p.api+"/DELETE/@connections/*", "execute-api:ManageConnections"),
	}
}

func streamRole(p places) []statement {
	return append(pushing("stream", p),
		allow(p.stream, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
		allow("*", "dynamodb:ListStreams"), // it takes no resource
		allow(p.conversations, "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"),
		allow(p.deadLetterQueue, "sqs:SendMessage"), // the function's letters, and Lambda's own
	)
}

func liveRole(p places) []statement {
	return append(pushing("live", p), allow(p.live, "dynamodb:PutItem", "dynamodb:UpdateItem"))
}

func pushRole(p places) []statement {
	return append(pushing("push", p), allow(p.events, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"))
}
