package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cruddur/cruddur/e2e/people"
)

const (
	readerCount = 18
	// renewAfter is well before an access token ends.
	renewAfter = 8 * time.Minute
)

// reader is one of those who read: an account of the pool, whose sub the towns
// know.
type reader struct {
	sub    string
	tokens people.Tokens
}

// readers are all of them. The first two are special, as sql/town.sql says.
type readers struct {
	pool    people.Pool
	all     []reader
	renewed time.Time
}

// ofMany follows a thousand, ofRare a hundred who rarely write; the others are
// like everybody else in town.
func (r *readers) ofMany() []int { return []int{0} }
func (r *readers) ofRare() []int { return []int{1} }
func (r *readers) ordinary() []int {
	var indexes []int
	for i := range r.all[2:] {
		indexes = append(indexes, i+2)
	}
	return indexes
}

func (r *readers) subs() string {
	subs := make([]string, len(r.all))
	for i, reader := range r.all {
		subs[i] = reader.sub
	}
	return strings.Join(subs, ",")
}

// enrol signs everybody up and in, as the site would.
func enrol(ctx context.Context, siteURL string) (readers, error) {
	config, err := people.ReadConfig(ctx, siteURL)
	if err != nil {
		return readers{}, err
	}
	enrolled := readers{pool: people.Open(config), renewed: time.Now()}
	for range readerCount {
		account := people.NewAccount("A reader")
		if err := enrolled.pool.SignUp(ctx, account); err != nil {
			return readers{}, fmt.Errorf("sign a reader up: %w", err)
		}
		if err := enrolled.pool.Confirm(ctx, account.Email, config.LocalCodes.SignUp); err != nil {
			return readers{}, fmt.Errorf("confirm a reader: %w", err)
		}
		tokens, err := enrolled.pool.SignIn(ctx, account.Email, account.Password)
		if err != nil {
			return readers{}, fmt.Errorf("sign a reader in: %w", err)
		}
		sub, err := subject(tokens.Access)
		if err != nil {
			return readers{}, err
		}
		enrolled.all = append(enrolled.all, reader{sub: sub, tokens: tokens})
	}
	return enrolled, nil
}

// renew gets new access tokens when the present ones are half over.
func (r *readers) renew(ctx context.Context) error {
	if time.Since(r.renewed) < renewAfter {
		return nil
	}
	for i := range r.all {
		tokens, err := r.pool.Refresh(ctx, r.all[i].tokens.Refresh)
		if err != nil {
			return fmt.Errorf("renew a reader's token: %w", err)
		}
		r.all[i].tokens.Access = tokens.Access
	}
	r.renewed = time.Now()
	return nil
}

// subject reads the claim sub of a token.
func subject(token string) (string, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return "", fmt.Errorf("read a token: it has %d parts", len(parts))
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", fmt.Errorf("read a token: %w", err)
	}
	var claims struct {
		Sub string `json:"sub"`
	}
	if err := json.Unmarshal(raw, &claims); err != nil {
		return "", fmt.Errorf("read a token's claims: %w", err)
	}
	return claims.Sub, nil
}
