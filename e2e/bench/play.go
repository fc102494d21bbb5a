package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// pageSize is the API's default.
const pageSize = 20

// memoryClients is how many connections the backend serves while its memory
// grows.
const memoryClients = 32

// Names of what is measured; that of the statement alone has the suffix.
const (
	home      = "home"
	public    = "public"
	ofMany    = "home, 1,000 followed"
	ofRare    = "home, rare authors"
	fifthPage = "home, page 5"
	hundred   = "home, limit=100"
	create    = "create"
	inSmall   = "home, small town"
	inLarge   = "home, large town"
	baseline  = "baseline"
	replanned = "baseline, planned as ours"
	alone     = ", statement"
)

// play is the order in which everything is measured.
type play struct {
	stage    *stage
	pgbench  pgbench
	effort   effort
	progress progress
	said     statements
}

func (p play) run(ctx context.Context) (report, error) {
	var err error
	if p.said, err = readStatements(p.stage.repository); err != nil {
		return report{}, err
	}
	found := report{effort: p.effort, pgbench: p.pgbench.version}
	p.progress.printf("filling a town with %s cruds", thousands(p.effort.cruds))
	main, err := p.stage.build(ctx, p.effort.cruds, true)
	if err != nil {
		return report{}, err
	}
	if found.machine, err = describeMachine(ctx, main.databaseURL); err != nil {
		return report{}, err
	}
	if found.counted, err = p.feeds(ctx, main); err != nil {
		return report{}, err
	}
	if found.memory, err = p.memory(ctx, main); err != nil {
		return report{}, err
	}
	p.progress.printf("posting")
	if err := found.counted.add(takeTurns(ctx, p.effort, p.stage.readers.renew, p.creator(main))); err != nil {
		return report{}, err
	}
	if p.effort.large > 0 {
		err = found.counted.add(p.sizes(ctx))
	}
	return found, err
}

// feeds measures all kinds of reading.
func (p play) feeds(ctx context.Context, in *town) (tallies, error) {
	readers := &p.stage.readers
	fifth, err := p.fifthPages(ctx, in)
	if err != nil {
		return nil, err
	}
	everybody := readers.ordinary()
	contenders := []contender{
		p.statement(in, baseline, asked{p.said.baseline, p.viewers(everybody), defaultPlans}),
		p.statement(in, replanned, asked{p.said.baseline, p.viewers(everybody), servicePlans}),
	}
	for _, feed := range []struct {
		name, text string
		pages      []page
	}{
		{home, p.said.home, firstPages(everybody, pageSize)},
		{public, p.said.public, firstPages(everybody, pageSize)},
		{ofMany, p.said.home, firstPages(readers.ofMany(), pageSize)},
		{ofRare, p.said.home, firstPages(readers.ofRare(), pageSize)},
		{fifthPage, p.said.home, fifth},
		{hundred, p.said.home, firstPages(everybody, 100)},
	} {
		path := "/api/feeds/home"
		if feed.name == public {
			path = "/api/feeds/public"
		}
		contenders = append(contenders, p.pair(in, feed.name, feed.text, path, feed.pages)...)
	}
	p.progress.printf("reading: %d rounds of %d turns of %s", p.effort.rounds, len(contenders), p.effort.turn)
	return takeTurns(ctx, p.effort, readers.renew, contenders...)
}

// sizes measures the home feed in a small and a large town.
func (p play) sizes(ctx context.Context) (tallies, error) {
	var contenders []contender
	for _, size := range []struct {
		name  string
		cruds int
	}{{inSmall, p.effort.small}, {inLarge, p.effort.large}} {
		p.progress.printf("filling a town with %s cruds", thousands(size.cruds))
		built, err := p.stage.build(ctx, size.cruds, false)
		if err != nil {
			return nil, err
		}
		contenders = append(contenders, p.pair(built, size.name, p.said.home, "/api/feeds/home", firstPages(p.stage.readers.ordinary(), pageSize))...)
	}
	p.progress.printf("reading in both")
	return takeTurns(ctx, p.effort, p.stage.readers.renew, contenders...)
}

// pair is the statement alone and the API, one beside the other.
func (p play) pair(in *town, name, text, path string, pages []page) []contender {
	return []contender{
		p.statement(in, name+alone, asked{text, p.parameters(pages), servicePlans}),
		{name: name, take: func(ctx context.Context, turn time.Duration) (answered, error) {
			ready := make([][]byte, len(pages))
			for i, page := range pages {
				token := p.stage.readers.all[page.reader].tokens.Access
				if name == public {
					token = "" // for everybody
				}
				ready[i] = request(http.MethodGet, path+page.query(), token, "")
			}
			next := func(client, n int) []byte { return ready[(client+n)%len(ready)] }
			return load(ctx, in.url, connections, turn, next, expected{http.StatusOK, pages[0].limit})
		}},
	}
}

func (p play) statement(in *town, name string, what asked) contender {
	return contender{name: name, take: func(ctx context.Context, turn time.Duration) (answered, error) {
		rate, err := p.pgbench.run(ctx, in.databaseURL, p.stage.home, what, turn)
		return answered{rate: rate}, err
	}}
}

func (p play) creator(in *town) contender {
	return contender{name: create, take: func(ctx context.Context, turn time.Duration) (answered, error) {
		everybody := p.stage.readers.ordinary()
		next := func(client, n int) []byte {
			reader := p.stage.readers.all[everybody[(client+n)%len(everybody)]]
			body := fmt.Sprintf(`{"message":"the %dth of client %d","ttl":"7-days"}`, n, client)
			return request(http.MethodPost, "/api/activities", reader.tokens.Access, body, "Idempotency-Key: "+rand.Text())
		}
		return load(ctx, in.url, connections, turn, next, expected{http.StatusCreated, 1})
	}}
}

// memory lets the backend work for a while and returns the memory it then
// holds, in bytes.
func (p play) memory(ctx context.Context, in *town) (int64, error) {
	p.progress.printf("reading for %s over %d connections", p.effort.memory, memoryClients)
	if err := p.stage.readers.renew(ctx); err != nil {
		return 0, err
	}
	pages := firstPages(p.stage.readers.ordinary(), pageSize)
	next := func(client, n int) []byte {
		reader := p.stage.readers.all[pages[(client+n)%len(pages)].reader]
		return request(http.MethodGet, "/api/feeds/home", reader.tokens.Access, "")
	}
	if _, err := load(ctx, in.url, memoryClients, p.effort.memory, next, expected{http.StatusOK, pageSize}); err != nil {
		return 0, err
	}
	return in.memory(ctx)
}

func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
