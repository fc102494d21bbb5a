package e2e_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/e2e/contract"
)

const groups = "/api/message_groups"

// messagingAPI holds the API of conversations against its contract.
var messagingAPI = sync.OnceValues(func() (*contract.Client, error) { return contractOf("messaging") })

// messages calls the API of conversations as the visitor.
func (v visitor) messages(method, path string, body any, key ...string) answer {
	v.t.Helper()
	api, err := messagingAPI()
	if err != nil {
		v.t.Fatal(err)
	}
	call := contract.Call{
		Method: method, Path: groups + path, Body: encode(v.t, body), Token: v.tokens.Access,
		IdempotencyKey: strings.Join(key, ""),
	}
	got, err := api.Do(v.t.Context(), call)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{Answer: got, t: v.t, about: method + " " + groups + path}
}

// talkTo begins a conversation with another and returns its id.
func (v visitor) talkTo(other visitor) string {
	v.t.Helper()
	begun := v.messages(http.MethodPost, "", map[string]any{"handles": []string{other.account.Handle}})
	if begun.Status != http.StatusOK && begun.Status != http.StatusCreated {
		v.t.Fatalf("begin: %d %s", begun.Status, begun.Body)
	}
	return begun.text("id")
}

func (v visitor) say(group, text, key string) answer {
	v.t.Helper()
	return v.messages(http.MethodPost, "/"+group+"/messages", map[string]string{"message": text}, key)
}

// frame is what comes over a socket.
type frame struct {
	Type      string `json:"type"`
	GroupID   string `json:"group_id"`
	Handle    string `json:"handle"`
	MessageID string `json:"message_id"`
	Message   struct {
		ID      string `json:"id"`
		Message string `json:"message"`
	} `json:"message"`
}

// window is an open window of somebody: the frames that it is told.
type window struct {
	t      *testing.T
	frames chan frame
}

// open connects as the site does, through the edge.
func (v visitor) open() window {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), time.Minute)
	conn, response, err := websocket.Dial(ctx, strings.Replace(product.url, "http", "ws", 1)+"/live",
		&websocket.DialOptions{Subprotocols: []string{"cruddur.v1", v.tokens.Access}})
	if err != nil {
		cancel()
		v.t.Fatalf("open a socket: %v %v", err, response)
	}
	if conn.Subprotocol() != "cruddur.v1" {
		v.t.Errorf("the subprotocol is %q", conn.Subprotocol())
	}
	frames := make(chan frame, 256)
	go func() {
		defer close(frames)
		for {
			_, raw, err := conn.Read(ctx)
			if err != nil {
				return
			}
			var got frame
			if json.Unmarshal(raw, &got) == nil {
				frames <- got
			}
		}
	}()
	v.t.Cleanup(func() { _ = conn.CloseNow(); cancel() })
	return window{t: v.t, frames: frames}
}

// sees waits for a frame of that kind, past others.
func (w window) sees(kind string) frame {
	w.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		select {
		case got, ok := <-w.frames:
			if !ok {
				w.t.Fatalf("the socket was closed before %s came", kind)
			}
			if got.Type == kind {
				return got
			}
		case <-deadline:
			w.t.Fatalf("%s did not come", kind)
		}
	}
}

func TestTwoPeopleTalk(t *testing.T) {
	kim, lee := newcomer(t, "Kim"), newcomer(t, "Lee")
	group := kim.talkTo(lee)
	if again, back := kim.talkTo(lee), lee.talkTo(kim); again != group || back != group {
		t.Fatalf("the same two have the conversations %s, %s and %s", group, again, back)
	}
	kims, lees := kim.open(), lee.open()

	text, key := words("you there?"), rand.Text()
	sent := kim.say(group, text, key).want(http.StatusCreated).text("id")
	if got := lees.sees("message"); got.GroupID != group || got.Message.ID != sent || got.Message.Message != text {
		t.Errorf("Lee sees %+v", got)
	}
	if again := kim.say(group, text, key).want(http.StatusOK).text("id"); again != sent {
		t.Errorf("sent again it is another message, %s", again)
	}
	eventually(t, "Lee's list has it, unread", func() bool {
		got := lee.messages(http.MethodGet, "", nil).want(http.StatusOK)
		return strings.Contains(string(got.Body), text) && strings.Contains(string(got.Body), `"unread_count":1`)
	})

	lee.messages(http.MethodPut, "/"+group+"/read", map[string]string{"message_id": sent}).want(http.StatusNoContent)
	if got := kims.sees("read"); got.MessageID != sent || got.Handle != lee.account.Handle {
		t.Errorf("Kim sees %+v", got)
	}
	other := words("you there, Lee?")
	kim.messages(http.MethodPatch, "/"+group+"/messages/"+sent, map[string]string{"message": other}).want(http.StatusOK)
	if got := lees.sees("message_edited"); got.Message.Message != other {
		t.Errorf("Lee sees %+v", got)
	}
	lee.messages(http.MethodDelete, "/"+group+"/messages/"+sent, nil).problem(http.StatusForbidden, "not_sender")
	kim.messages(http.MethodDelete, "/"+group+"/messages/"+sent, nil).want(http.StatusNoContent)
	if got := lees.sees("message_deleted"); got.MessageID != sent {
		t.Errorf("Lee sees %+v", got)
	}
	if left := lee.messages(http.MethodGet, "/"+group+"/messages", nil).want(http.StatusOK); strings.Contains(string(left.Body), other) {
		t.Errorf("what was deleted is there: %s", left.Body)
	}
}

// A conversation is its members' alone, and nobody opens a socket as nobody.
func TestStrangersKnowNoConversation(t *testing.T) {
	kim, lee, eve := newcomer(t, "Kim"), newcomer(t, "Lee"), newcomer(t, "Eve")
	group := kim.talkTo(lee)
	sent := kim.say(group, words("between us"), rand.Text()).want(http.StatusCreated).text("id")
	for _, got := range []answer{
		eve.messages(http.MethodGet, "/"+group, nil),
		eve.messages(http.MethodGet, "/"+group+"/messages", nil),
		eve.messages(http.MethodGet, "/"+group+"/messages/"+sent, nil),
		eve.say(group, "hello", rand.Text()),
		eve.messages(http.MethodDelete, "/"+group+"/messages/"+sent, nil),
	} {
		if got.Status != http.StatusNotFound {
			t.Errorf("%s answers a stranger %d", got.about, got.Status)
		}
	}
	for _, protocols := range [][]string{nil, {"cruddur.v1"}, {"cruddur.v1", "no.token.atall"}} {
		conn, response, err := websocket.Dial(t.Context(), strings.Replace(product.url, "http", "ws", 1)+"/live",
			&websocket.DialOptions{Subprotocols: protocols})
		if err == nil {
			_ = conn.CloseNow()
			t.Errorf("a socket for %v", protocols)
			continue
		}
		if response == nil || response.StatusCode/100 != 4 {
			t.Errorf("%v: %v %v", protocols, response, err)
		}
	}
}

const (
	crowd = 20
	each  = 50
)

// Twenty people say fifty things each, all at once, while messaging, the backend
// (whose directory it asks) and PostgreSQL are killed in turn: they are asked to
// try again. Nothing is lost or doubled, everybody's order is kept, and all read one
// final order. (The emulator is left alone: killed, it forgets what AWS would not.)
func TestAThousandMessagesSurviveKills(t *testing.T) {
	senders := make([]visitor, crowd)
	for i := range senders {
		senders[i] = newcomer(t, fmt.Sprintf("Sender %d", i))
	}
	group, begun := senders[0].gather(senders[1:]), words("message")
	var taken atomic.Int64
	work, ctx := errgroup.WithContext(t.Context())
	for _, sender := range senders {
		work.Go(func() error { return sender.sayAll(ctx, group, begun, &taken) })
	}
	for i, name := range []string{"messaging", "backend", "postgres"} {
		within(t, 5*time.Minute, "messages go on", func() bool { return taken.Load() >= int64((i+1)*crowd*each/4) || ctx.Err() != nil })
		kill(t, name)
	}
	if err := work.Wait(); err != nil {
		t.Fatal(err)
	}
	read := senders[0].readAll(group)
	checkAll(t, read, senders, begun)
	if again := senders[crowd-1].readAll(group); !slices.Equal(again, read) {
		t.Error("two members read two orders")
	}
	// Twenty thousand rows move, and the emulator is one slow process.
	within(t, 5*time.Minute, "the inbox ends with the last message", func() bool {
		inbox := senders[0].messages(http.MethodGet, "", nil)
		return inbox.Status == http.StatusOK && strings.Contains(string(inbox.Body), `"`+read[0]+`"`)
	})
}

// gather begins a conversation of many.
func (v visitor) gather(others []visitor) string {
	v.t.Helper()
	handles := make([]string, len(others))
	for i, other := range others {
		handles[i] = other.account.Handle
	}
	return v.messages(http.MethodPost, "", map[string]any{"handles": handles, "name": "The crowd"}).want(http.StatusCreated).text("id")
}

// sayAll says what one person has to say, each thing until it is taken.
func (v visitor) sayAll(ctx context.Context, group, begun string, taken *atomic.Int64) error {
	api, err := messagingAPI()
	if err != nil {
		return err
	}
	for i := range each {
		body, err := json.Marshal(map[string]string{"message": fmt.Sprintf("%s %s %d", begun, v.account.Handle, i)})
		if err != nil {
			return err
		}
		call := contract.Call{
			Method: http.MethodPost, Path: groups + "/" + group + "/messages", Body: string(body), Token: v.tokens.Access,
			IdempotencyKey: rand.Text(),
		}
		if err := insist(ctx, api, call); err != nil {
			return fmt.Errorf("%s, message %d: %w", v.account.Handle, i, err)
		}
		taken.Add(1)
	}
	return nil
}

// insist calls again, in the same words, for as long as it is told to.
func insist(ctx context.Context, api *contract.Client, call contract.Call) error {
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		got, err := api.Do(ctx, call)
		switch {
		case err != nil:
			return err
		case got.Status < 300:
			return nil
		case got.Status != http.StatusServiceUnavailable && got.Status != http.StatusTooManyRequests, time.Now().After(deadline):
			return fmt.Errorf("answered with %d %s", got.Status, got.Body)
		}
	}
}

// readAll reads what people have said, the newest first.
func (v visitor) readAll(group string) []string {
	v.t.Helper()
	var texts []string
	for query := "?limit=100"; ; {
		var page struct {
			Items []struct {
				Message string `json:"message"`
				Kind    string `json:"kind"`
			} `json:"items"`
			Next string `json:"next_cursor"`
		}
		got := v.messages(http.MethodGet, "/"+group+"/messages"+query, nil).want(http.StatusOK)
		if err := json.Unmarshal(got.Body, &page); err != nil {
			v.t.Fatal(err)
		}
		for _, item := range page.Items {
			if item.Message != "" {
				texts = append(texts, item.Message)
			}
		}
		if page.Next == "" {
			return texts
		}
		query = "?limit=100&cursor=" + url.QueryEscape(page.Next)
	}
}

// checkAll wants all that was said, once, and each sender's in their order.
func checkAll(t *testing.T, read []string, senders []visitor, begun string) {
	t.Helper()
	if len(read) != crowd*each {
		t.Errorf("%d messages, want %d", len(read), crowd*each)
	}
	for _, sender := range senders {
		next := each - 1
		for _, text := range read {
			var number int
			if n, _ := fmt.Sscanf(text, begun+" "+sender.account.Handle+" %d", &number); n != 1 {
				continue
			}
			if number != next {
				t.Errorf("%s: %d stands where %d was expected", sender.account.Handle, number, next)
			}
			next = number - 1
		}
		if next != -1 {
			t.Errorf("%s: those up to %d are missing", sender.account.Handle, next)
		}
	}
}
