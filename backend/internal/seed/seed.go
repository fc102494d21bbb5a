// Package seed holds the people and cruds that a new installation can be shown
// with. All of them are made up.
package seed

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

//go:embed people.json
var peopleFile []byte

// namespace makes the placeholder subs of seeded people: the same for everybody
// who seeds, until accounts are linked.
var namespace = uuid.MustParse("0198c9f2-5f60-7c4e-9d1a-63727564aaaa")

// Store takes people in. Each method does nothing where nothing is missing.
type Store interface {
	SeedPerson(ctx context.Context, p postgres.SeededPerson) (seeded bool, err error)
	SeedFollows(ctx context.Context, p postgres.SeededPerson) (seeded bool, err error)
	SeedCruds(ctx context.Context, p postgres.SeededPerson) (seeded bool, err error)
}

var _ Store = (*postgres.Store)(nil)

type person struct {
	Handle      string      `json:"handle"`
	DisplayName string      `json:"display_name"`
	Bio         string      `json:"bio"`
	Location    string      `json:"location"`
	Website     string      `json:"website"`
	DefaultTTL  cruddur.TTL `json:"default_ttl"`
	Follows     []string    `json:"follows"` // handles
	Cruds       []crud      `json:"cruds"`
}

type crud struct {
	Message string      `json:"message"`
	Age     string      `json:"age"` // a Go duration before now
	TTL     cruddur.TTL `json:"ttl"`
	Replies []reply     `json:"replies"`
}

type reply struct {
	By      string  `json:"by"` // a handle
	Message string  `json:"message"`
	Age     string  `json:"age"`     // less than that of what is replied to
	Deleted bool    `json:"deleted"` // for a stone
	Replies []reply `json:"replies"`
}

// Run adds every person who is missing, gives those who follow nobody their
// follows, and those whose cruds have all burned their cruds anew. It returns
// how many people it did something for.
//
// Everybody is there before anything of theirs refers to others, and each step
// of each person happens as a whole: a run that is cut off is simply repeated.
func Run(ctx context.Context, store Store) (seeded int, err error) {
	people, err := load()
	if err != nil {
		return 0, err
	}
	helped := map[string]bool{}
	steps := []func(context.Context, postgres.SeededPerson) (bool, error){store.SeedPerson, store.SeedFollows, store.SeedCruds}
	for _, step := range steps {
		for _, p := range people {
			done, err := step(ctx, p)
			if err != nil {
				return len(helped), fmt.Errorf("seed @%s: %w", p.Handle, err)
			}
			if done {
				helped[p.Handle] = true
			}
		}
	}
	return len(helped), nil
}

func load() ([]postgres.SeededPerson, error) {
	var people []person
	if err := json.Unmarshal(peopleFile, &people); err != nil {
		return nil, fmt.Errorf("read the seeds: %w", err)
	}
	list := make([]postgres.SeededPerson, len(people))
	for i, p := range people {
		cruds, err := seededCruds(p.Cruds)
		if err != nil {
			return nil, fmt.Errorf("read the cruds of @%s: %w", p.Handle, err)
		}
		list[i] = postgres.SeededPerson{
			Person: cruddur.Person{
				Sub: uuid.NewSHA1(namespace, []byte(p.Handle)), Handle: p.Handle, DisplayName: p.DisplayName,
				Bio: p.Bio, Location: p.Location, Website: p.Website, DefaultTTL: p.DefaultTTL,
			},
			// Everybody joined at another time, none after their first crud.
			Joined:  31*24*time.Hour + time.Duration(i)*17*time.Hour,
			Follows: p.Follows,
			Cruds:   cruds,
		}
	}
	return list, nil
}

func seededCruds(cruds []crud) ([]postgres.SeededActivity, error) {
	list := make([]postgres.SeededActivity, len(cruds))
	for i, c := range cruds {
		age, err := parseAge(c.Age)
		if err != nil {
			return nil, err
		}
		replies, err := seededReplies(c.Replies)
		if err != nil {
			return nil, err
		}
		// Those that have expired did so just now: the figures of a new
		// installation shall not begin with a lag that never was.
		list[i] = postgres.SeededActivity{Message: c.Message, Age: min(age, c.TTL.Duration()), TTL: c.TTL, Replies: replies}
	}
	return list, nil
}

func seededReplies(replies []reply) ([]postgres.SeededReply, error) {
	list := make([]postgres.SeededReply, len(replies))
	for i, r := range replies {
		age, err := parseAge(r.Age)
		if err != nil {
			return nil, err
		}
		further, err := seededReplies(r.Replies)
		if err != nil {
			return nil, err
		}
		list[i] = postgres.SeededReply{By: r.By, Message: r.Message, Age: age, Deleted: r.Deleted, Replies: further}
	}
	return list, nil
}

func parseAge(text string) (time.Duration, error) {
	age, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("read an age: %w", err)
	}
	return age, nil
}
