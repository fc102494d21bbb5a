package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/platform/fault"
)

// ErrNoIAM says that a server lets nobody in by IAM.
var ErrNoIAM = fault.New(fault.Conflict, "no_iam", "This PostgreSQL has no role rds_iam: it isn't Amazon RDS, or IAM authentication is switched off.")

// CreateIAMUser makes a user who logs in by IAM and may make and own tables in
// this database, unless it is there; what it may do is granted in any case. An
// administrator calls it. It returns ErrNoIAM, and does nothing, where nobody can
// log in so.
func CreateIAMUser(ctx context.Context, pool *pgxpool.Pool, name string) (created bool, err error) {
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		var able, known bool
		var database string
		row := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam'),
			EXISTS (SELECT FROM pg_roles WHERE rolname = $1), current_database()`, name)
		if err := row.Scan(&able, &known, &database); err != nil {
			return translate("look for the user", err)
		}
		if !able {
			return ErrNoIAM
		}
		created = !known
		return grantAll(ctx, tx, pgx.Identifier{name}.Sanitize(), pgx.Identifier{database}.Sanitize(), created)
	})
	return created && err == nil, err
}

func grantAll(ctx context.Context, tx pgx.Tx, user, database string, create bool) error {
	statements := []string{
		"GRANT rds_iam TO " + user,
		fmt.Sprintf("GRANT CONNECT, TEMPORARY ON DATABASE %s TO %s", database, user),
		"GRANT USAGE, CREATE ON SCHEMA public TO " + user,
	}
	if create {
		statements = append([]string{"CREATE ROLE " + user + " LOGIN"}, statements...)
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return translate("create the user", err)
		}
	}
	return nil
}
