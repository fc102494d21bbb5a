// Package socket answers API Gateway for its WebSocket API: the authorizer of
// $connect, and the routes $connect, $disconnect and $default.
//
// A client asks for two subprotocols, ours and its access token, so that the
// token is in no address and no log. The gateway keeps what the authorizer says
// of the token and hands it to every route of that connection.
package socket
