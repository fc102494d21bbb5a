// Package live tells open windows what happens: it keeps who is connected, and
// pushes frames to their WebSockets through API Gateway. Frames are a contract:
// api/live.yaml.
//
// A push is a hint and may be lost. Whoever connects catches up from the API, so
// nothing here is tried for longer than somebody would wait.
package live
