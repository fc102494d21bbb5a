package accounts_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/internal/emulatortest"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

// table is a small table of people. It can be told to fail like a database.
type table struct {
	rows    []accounts.Row
	failure error
}

func (t *table) List(context.Context) ([]accounts.Row, error) { return slices.Clone(t.rows), nil }

func (t *table) Relink(_ context.Context, links []accounts.Link) error {
	if t.failure != nil {
		return t.failure
	}
	for _, link := range links {
		index := slices.IndexFunc(t.rows, func(row accounts.Row) bool { return row.Handle == link.Handle })
		t.rows[index].Sub = link.Sub
	}
	return nil
}

func newPool(t *testing.T) accounts.Pool {
	t.Helper()
	return poolBehind(t, nil)
}

// poolBehind is a pool that is reached by a client of one's own; nil for the
// usual one.
func poolBehind(t *testing.T, client aws.HTTPClient) accounts.Pool {
	t.Helper()
	config := emulator.Client(emulatortest.Start(t, emulatortest.NewConfig(t)).URL())
	made, err := provision.UserPool(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if client != nil {
		config.HTTPClient = client
	}
	return accounts.Pool{Client: cognito.NewFromConfig(config), ID: made.UserPoolID}
}

// lossy loses the first answer to each operation: it was done, and nobody is told.
type lossy struct {
	mutex sync.Mutex
	lost  map[string]bool
}

func (l *lossy) Do(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultClient.Do(request)
	operation := request.Header.Get("X-Amz-Target")
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err != nil || l.lost[operation] {
		return response, err
	}
	l.lost[operation] = true
	_ = response.Body.Close()
	return nil, &net.OpError{Op: "read", Err: syscall.ECONNRESET}
}

// The client repeats what it has no answer to; an account that was made by then
// is taken.
func TestReconcileWhenAnswersAreLost(t *testing.T) {
	t.Parallel()
	client := &lossy{lost: map[string]bool{}}
	pool := poolBehind(t, client)
	people := &table{rows: []accounts.Row{{Handle: "Nova", DisplayName: "Nova", Sub: "seed-nova"}}}
	if made := reconcile(t, pool, people); len(made) != 1 {
		t.Errorf("%d accounts were made, want 1", len(made))
	}
	if got := subs(t, pool)["nova@cruddur.test"]; got == "" || got != people.rows[0].Sub {
		t.Errorf("row %s, account %s", people.rows[0].Sub, got)
	}
	if !client.lost["AWSCognitoIdentityProviderService.AdminCreateUser"] {
		t.Error("no answer was lost, so this proves nothing")
	}
}

func reconcile(t *testing.T, pool accounts.Pool, rows accounts.Rows) []string {
	t.Helper()
	made, err := accounts.Reconcile(t.Context(), pool, rows)
	if err != nil {
		t.Fatal(err)
	}
	handles := make([]string, 0, len(made))
	for _, row := range made {
		handles = append(handles, row.Handle)
	}
	return handles
}

// subs returns the sub of every account by e-mail address.
func subs(t *testing.T, pool accounts.Pool) map[string]string {
	t.Helper()
	found := map[string]string{}
	pages := cognito.NewListUsersPaginator(pool.Client, &cognito.ListUsersInput{UserPoolId: aws.String(pool.ID)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, user := range page.Users {
			values := map[string]string{}
			for _, attribute := range user.Attributes {
				values[aws.ToString(attribute.Name)] = aws.ToString(attribute.Value)
			}
			found[values["email"]] = values["sub"]
		}
	}
	return found
}

func TestReconcileMakesMissingAccounts(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	people := &table{rows: []accounts.Row{
		{Handle: "Nova", DisplayName: "Nova", Sub: "seed-nova", Seeded: true},
		{Handle: "ziggy", DisplayName: "Ziggy", Sub: "seed-ziggy", Seeded: true},
	}}
	// More than one page of ListUsers, which holds 60.
	for i := range 70 {
		people.rows = append(people.rows, accounts.Row{Handle: fmt.Sprintf("p%02d", i), DisplayName: "P", Sub: fmt.Sprint(i)})
	}
	if made := reconcile(t, pool, people); len(made) != 72 {
		t.Errorf("%d accounts were made, want 72", len(made))
	}
	known := subs(t, pool)
	for _, row := range people.rows {
		if got := known[accounts.Email(row.Handle)]; got == "" || got != row.Sub {
			t.Errorf("%s: row %s, account %s", row.Handle, row.Sub, got)
		}
	}
	if known["nova@cruddur.test"] == "" {
		t.Error("the address is not in lower case")
	}
	if made := reconcile(t, pool, people); len(made) != 0 {
		t.Errorf("the second run made %v", made)
	}
}

func TestReconcileFinishesAnInterruptedRun(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	people := &table{rows: []accounts.Row{{Handle: "kim", DisplayName: "Kim", Sub: "lost"}}, failure: errors.New("no database")}
	if _, err := accounts.Reconcile(t.Context(), pool, people); !errors.Is(err, people.failure) {
		t.Fatalf("error %v", err)
	}
	people.failure = nil
	if made := reconcile(t, pool, people); !slices.Equal(made, []string{"kim"}) {
		t.Errorf("made %v", made)
	}
	known := subs(t, pool)
	if len(known) != 1 || people.rows[0].Sub != known["kim@cruddur.test"] {
		t.Errorf("row %v, accounts %v", people.rows[0], known)
	}
}

func TestReconcileTakesNobodysAddress(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	first := &table{rows: []accounts.Row{{Handle: "kim", DisplayName: "Kim", Sub: "lost"}}}
	reconcile(t, pool, first)
	// Another person whose local address would be the same.
	_, err := pool.Client.AdminUpdateUserAttributes(t.Context(), &cognito.AdminUpdateUserAttributesInput{
		UserPoolId: aws.String(pool.ID), Username: aws.String("kim@cruddur.test"),
		UserAttributes: attribute("preferred_username", "somebody"),
	})
	if err != nil {
		t.Fatal(err)
	}
	second := &table{rows: []accounts.Row{{Handle: "kim", DisplayName: "Kim", Sub: "lost again"}}}
	if _, err := accounts.Reconcile(t.Context(), pool, second); err == nil {
		t.Error("an account was handed to another person")
	}
}

func attribute(name, value string) []types.AttributeType {
	return []types.AttributeType{{Name: aws.String(name), Value: aws.String(value)}}
}
