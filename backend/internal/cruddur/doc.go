// Package cruddur is the domain of the backend: people, their cruds (called
// activities in code, as in the API), and the time that a crud has to live.
//
// It knows neither HTTP nor SQL. Rules on text, handles and lives are here and
// nowhere else; the database repeats the few that must hold whatever happens.
package cruddur
