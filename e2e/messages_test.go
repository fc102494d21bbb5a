package e2e_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

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

// Messaging and the backend, whose directory it asks, are killed while two
// people write: they are asked to try again, and nothing is lost or doubled.
func TestMessagesSurviveKills(t *testing.T) {
	kim, lee := newcomer(t, "Kim"), newcomer(t, "Lee")
	group := kim.talkTo(lee)
	const each = 20
	begun := words("message")
	for i := range each {
		switch i {
		case each / 3:
			kill(t, "messaging")
		case 2 * each / 3:
			kill(t, "backend")
		}
		for _, who := range []visitor{kim, lee} {
			text, key := fmt.Sprintf("%s %s %d", begun, who.account.Handle, i), rand.Text()
			eventually(t, "the message is taken", func() bool {
				status := who.say(group, text, key).Status
				if status >= 400 && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
					t.Fatalf("a message is answered with %d", status)
				}
				return status < 300
			})
		}
	}
	var page struct {
		Items []struct {
			Message string `json:"message"`
		} `json:"items"`
	}
	got := lee.messages(http.MethodGet, "/"+group+"/messages?limit=100", nil).want(http.StatusOK)
	if err := json.Unmarshal(got.Body, &page); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	last := map[string]int{kim.account.Handle: each, lee.account.Handle: each}
	for _, item := range page.Items {
		seen[item.Message]++
		for handle, after := range last {
			var number int
			if n, _ := fmt.Sscanf(item.Message, begun+" "+handle+" %d", &number); n == 1 {
				if number >= after {
					t.Errorf("%s's %d stands after %d", handle, number, after)
				}
				last[handle] = number
			}
		}
	}
	if len(seen) != 2*each || len(page.Items) != 2*each {
		t.Errorf("%d messages, %d different ones, want %d", len(page.Items), len(seen), 2*each)
	}
	eventually(t, "the inbox ends with the last message", func() bool {
		body := string(kim.messages(http.MethodGet, "", nil).want(http.StatusOK).Body)
		return strings.Contains(body, fmt.Sprintf("%s %s %d", begun, lee.account.Handle, each-1))
	})
}
