package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
)

// The user that an administrator makes can migrate an empty database and owns what
// is made there. Roles belong to the whole server, so one test does all of it.
func TestCreateIAMUser(t *testing.T) {
	t.Parallel()
	database := postgrestest.NewEmpty(t)
	admin := database.Pool(t)
	user := "u_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	mustExec(t, admin, "DROP ROLE IF EXISTS rds_iam")
	if _, err := postgres.CreateIAMUser(t.Context(), admin, user); !errors.Is(err, postgres.ErrNoIAM) {
		t.Errorf("on a server without IAM: %v", err)
	}
	mustExec(t, admin, "CREATE ROLE rds_iam NOLOGIN")
	t.Cleanup(func() {
		for _, statement := range []string{
			fmt.Sprintf("DROP OWNED BY %s", user), fmt.Sprintf("DROP ROLE %s", user), "DROP ROLE rds_iam",
		} {
			if _, err := admin.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
				t.Error(err)
			}
		}
	})
	for i, want := range []bool{true, false} {
		if created, err := postgres.CreateIAMUser(t.Context(), admin, user); err != nil || created != want {
			t.Fatalf("call %d: created %t, %v", i, created, err)
		}
	}
	service := openAs(t, database, user)
	migrator, err := postgres.NewMigrator(service)
	if err != nil {
		t.Fatal(err)
	}
	defer migrator.Close()
	if _, err := migrator.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	var owned, member bool
	row := service.QueryRow(t.Context(), `SELECT tableowner = current_user, pg_has_role(current_user, 'rds_iam', 'member')
		FROM pg_tables WHERE tablename = 'activities'`)
	if err := row.Scan(&owned, &member); err != nil || !owned || !member {
		t.Errorf("owned %t, logs in by IAM %t, %v", owned, member, err)
	}
}

func openAs(t *testing.T, database postgrestest.Database, user string) *pgxpool.Pool {
	t.Helper()
	address, err := url.Parse(database.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.User(user)
	pool, err := postgres.OpenPool(t.Context(), postgres.PoolConfig{URL: address.String(), ApplicationName: "service", MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func mustExec(t *testing.T, pool *pgxpool.Pool, statement string) {
	t.Helper()
	if _, err := pool.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
