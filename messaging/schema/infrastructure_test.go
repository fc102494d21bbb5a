package schema_test

import (
	"reflect"
	"testing"

	"github.com/cruddur/cruddur/dev/infrastructure"
	"github.com/cruddur/cruddur/messaging/schema"
)

// The tables that the local stack makes, and that Terraform is held against, are
// the ones that the code asks.
func TestTheInfrastructureIsThisSchema(t *testing.T) {
	t.Parallel()
	env := infrastructure.Environment{Name: "test"}
	all := infrastructure.Define(env)
	made := map[string]infrastructure.Table{}
	for _, table := range all.Tables {
		made[table.Name] = table
	}
	for name, want := range map[string]schema.Table{
		env.ConversationsTable(): schema.Conversations(),
		env.LiveTable():          schema.Live(),
	} {
		if got := made[name]; !reflect.DeepEqual(got, tableOf(name, want)) {
			t.Errorf("%s is %+v, want %+v", name, got, tableOf(name, want))
		}
	}
	if len(all.StreamMappings) != 1 || all.StreamMappings[0].Filter != schema.StreamFilter {
		t.Errorf("mappings %+v, want one with the filter %s", all.StreamMappings, schema.StreamFilter)
	}
}

func tableOf(name string, table schema.Table) infrastructure.Table {
	like := infrastructure.Table{
		Name: name, HashKey: table.PartitionKey.Name, RangeKey: table.SortKey.Name, TTL: table.TTL, Stream: table.StreamView,
	}
	for _, index := range table.Indexes {
		like.Indexes = append(like.Indexes, infrastructure.Index{
			Name: index.Name, HashKey: index.PartitionKey.Name, RangeKey: index.SortKey.Name,
			RangeIsNumber: index.SortKey.Type == schema.Number,
		})
	}
	return like
}
