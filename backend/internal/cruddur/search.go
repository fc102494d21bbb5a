package cruddur

import (
	"strings"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/text"
)

// PeoplePrefixRule says what people can be searched by.
var PeoplePrefixRule = text.Rule{MaxLength: 50, Required: true, OneLine: true}

// MaxSearchCandidates bounds the work of a search: of those whom the searcher
// does not follow, so many are considered by handle and as many by name.
const MaxSearchCandidates = 1000

// PeopleSearch asks for the people whose handle or name begins with a text.
type PeopleSearch struct {
	Viewer uuid.UUID // who searches; never found
	Prefix string
	Limit  int
}

// NormalizedPrefix is the prefix in the form that names are stored in, without
// the @ that people write before handles.
func (s PeopleSearch) NormalizedPrefix() string {
	return strings.TrimPrefix(text.Normalize(s.Prefix), "@")
}
