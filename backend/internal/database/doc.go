// Package database opens connections to PostgreSQL as the settings say: with the
// password in the database's URL, or on Amazon RDS by IAM, where a connection is
// let in by a token that the program's own role signs. It is good for 15 minutes
// and for beginning a connection only, so that there is no password to keep.
package database
