// Package postgres keeps the relational domain in PostgreSQL.
//
// Every use case that must happen as a whole is one method of Store, and one
// transaction. Expired cruds are read by nothing but the purge: all other
// queries go through the view live_activities (see migrations/).
package postgres

//go:generate go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate --file ../../sqlc.yaml
