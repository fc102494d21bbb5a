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

// Store takes people in.
type Store interface {
	Seed(ctx context.Context, p postgres.SeededPerson) (seeded bool, err error)
}

type person struct {
	Handle      string      `json:"handle"`
	DisplayName string      `json:"display_name"`
	Bio         string      `json:"bio"`
	Location    string      `json:"location"`
	Website     string      `json:"website"`
	DefaultTTL  cruddur.TTL `json:"default_ttl"`
	Cruds       []crud      `json:"cruds"`
}

type crud struct {
	Message string      `json:"message"`
	Age     string      `json:"age"` // a Go duration before now
	TTL     cruddur.TTL `json:"ttl"`
}

// Run adds every person who is missing, and gives anew the cruds of those whose
// cruds have all burned. It returns how many people it did something for.
func Run(ctx context.Context, store Store) (seeded int, err error) {
	people, err := load()
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		done, err := store.Seed(ctx, p)
		if err != nil {
			return seeded, fmt.Errorf("seed @%s: %w", p.Handle, err)
		}
		if done {
			seeded++
		}
	}
	return seeded, nil
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
			Joined: 31*24*time.Hour + time.Duration(i)*17*time.Hour,
			Cruds:  cruds,
		}
	}
	return list, nil
}

func seededCruds(cruds []crud) ([]postgres.SeededActivity, error) {
	list := make([]postgres.SeededActivity, len(cruds))
	for i, c := range cruds {
		age, err := time.ParseDuration(c.Age)
		if err != nil {
			return nil, fmt.Errorf("read an age: %w", err)
		}
		list[i] = postgres.SeededActivity{Message: c.Message, Age: age, TTL: c.TTL}
	}
	return list, nil
}
