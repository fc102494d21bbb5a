// Package schema defines the DynamoDB tables of conversations and of live
// connections, for whoever makes them: Terraform on AWS, which a test holds
// against this, and the local stack. What the items are and who reads them how
// is in internal/dynamo/model.go.
package schema

import "slices"

// AttributeType is the type of a key attribute.
type AttributeType string

// The types of key attributes that are used.
const (
	String AttributeType = "S"
	Number AttributeType = "N"
)

// Attribute is a key attribute.
type Attribute struct {
	Name string
	Type AttributeType
}

// Index is a global secondary index. All of them project every attribute.
type Index struct {
	Name         string
	PartitionKey Attribute
	SortKey      Attribute
}

// Table is a DynamoDB table, paid by request.
type Table struct {
	// Setting is the parameter that tells the services the table's name.
	Setting      string
	PartitionKey Attribute
	SortKey      Attribute
	Indexes      []Index
	// TTL is the attribute with the second from which an item may be removed.
	TTL string
	// StreamView is what the table's stream shows; empty for no stream.
	StreamView string
}

// Names of the attributes that tables and indexes are made of.
const (
	PK            = "pk"
	SK            = "sk"
	ExpiresAt     = "expires_at"
	LastMessageAt = "last_message_at"
)

// InboxIndex lists a person's conversations, newest last.
const InboxIndex = "inbox"

// StreamFilter is the pattern of the stream Lambda's mapping: messages, and
// nothing else, wake it up.
const StreamFilter = `{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"MSG#"}]}}}}`

// Conversations is the table of groups, messages and inboxes.
func Conversations() Table {
	return Table{
		Setting:      "conversations_table",
		PartitionKey: Attribute{PK, String},
		SortKey:      Attribute{SK, String},
		Indexes: []Index{{
			Name: InboxIndex, PartitionKey: Attribute{PK, String}, SortKey: Attribute{LastMessageAt, Number},
		}},
		TTL:        ExpiresAt,
		StreamView: "NEW_AND_OLD_IMAGES",
	}
}

// Live is the table of live connections.
func Live() Table {
	return Table{
		Setting:      "live_table",
		PartitionKey: Attribute{PK, String},
		SortKey:      Attribute{SK, String},
		TTL:          ExpiresAt,
	}
}

// Attributes lists the key attributes of a table and its indexes, each once.
func (t Table) Attributes() []Attribute {
	found := []Attribute{t.PartitionKey, t.SortKey}
	for _, index := range t.Indexes {
		for _, attribute := range []Attribute{index.PartitionKey, index.SortKey} {
			if !slices.Contains(found, attribute) {
				found = append(found, attribute)
			}
		}
	}
	return found
}
