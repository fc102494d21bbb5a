package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// page is one that a reader asks for: what the API is told, and what the
// statement is told for the same.
type page struct {
	reader int
	limit  int
	cursor string
	after  position
}

// position is a crud's place in a feed.
type position struct {
	CreatedAt string `json:"created_at"`
	ID        string `json:"id"`
}

// top is the position that the backend passes for a first page.
var top = position{CreatedAt: "9999-12-31T00:00:00Z", ID: "ffffffff-ffff-ffff-ffff-ffffffffffff"}

func firstPages(readers []int, limit int) []page {
	pages := make([]page, len(readers))
	for i, reader := range readers {
		pages[i] = page{reader: reader, limit: limit, after: top}
	}
	return pages
}

func (p page) query() string {
	query := url.Values{}
	if p.limit != pageSize {
		query.Set("limit", strconv.Itoa(p.limit))
	}
	if p.cursor != "" {
		query.Set("cursor", p.cursor)
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// parameters are those of the feeds' statements; a statement takes what it
// names. One item more than asked for tells the backend whether another page
// follows.
func (p play) parameters(pages []page) []parameters {
	times := p.viewers(readersOf(pages))
	for i, page := range pages {
		times[i]["after_created_at"], times[i]["after_id"] = page.after.CreatedAt, page.after.ID
		times[i]["max_items"] = strconv.Itoa(page.limit + 1)
		times[i]["walk"] = strconv.Itoa(p.said.walkPerItem * (page.limit + 1))
	}
	return times
}

func (p play) viewers(readers []int) []parameters {
	times := make([]parameters, len(readers))
	for i, reader := range readers {
		times[i] = parameters{"viewer": p.stage.readers.all[reader].sub}
	}
	return times
}

func readersOf(pages []page) []int {
	readers := make([]int, len(pages))
	for i, page := range pages {
		readers[i] = page.reader
	}
	return readers
}

// fifthPages turns four pages for every ordinary reader and returns the next.
func (p play) fifthPages(ctx context.Context, in *town) ([]page, error) {
	pages := firstPages(p.stage.readers.ordinary(), pageSize)
	for i := range pages {
		for range 4 {
			next, err := p.turnPage(ctx, in, pages[i])
			if err != nil {
				return nil, fmt.Errorf("turn a page: %w", err)
			}
			pages[i] = next
		}
	}
	return pages, nil
}

func (p play) turnPage(ctx context.Context, in *town, at page) (page, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, in.url+"/api/feeds/home"+at.query(), nil)
	if err != nil {
		return page{}, err
	}
	ask.Header.Set("Authorization", "Bearer "+p.stage.readers.all[at.reader].tokens.Access)
	response, err := http.DefaultClient.Do(ask)
	if err != nil {
		return page{}, err
	}
	defer response.Body.Close()
	var got struct {
		Items      []position `json:"items"`
		NextCursor string     `json:"next_cursor"`
	}
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		return page{}, fmt.Errorf("status %d: %w", response.StatusCode, err)
	}
	if len(got.Items) != at.limit || got.NextCursor == "" {
		return page{}, fmt.Errorf("status %d, %d items, next cursor %q", response.StatusCode, len(got.Items), got.NextCursor)
	}
	at.cursor, at.after = got.NextCursor, got.Items[len(got.Items)-1]
	return at, nil
}
