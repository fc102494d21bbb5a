package edge

import (
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// The header in which a WebSocket's client offers protocols, and its server
// chooses one; and our protocol.
const (
	protocolHeader = "Sec-WebSocket-Protocol"
	liveProtocol   = "cruddur.v1"
)

// SetLive says where the stage of the WebSocket API answers from now on.
func (e *Edge) SetLive(stage *url.URL) { e.live.Store(stage) }

// newLive sends sockets to API Gateway, whatever else it is asked for is
// refused there.
func (e *Edge) newLive(log *slog.Logger) http.Handler {
	proxy := reverseProxy(log, func(r *httputil.ProxyRequest) {
		stage := e.live.Load()
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = stage.Scheme, stage.Host, stage.Host
		r.Out.URL.Path, r.Out.URL.RawPath = stage.Path, stage.RawPath
		r.SetXForwarded()
	})
	proxy.ModifyResponse = chooseProtocol
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.live.Load() == nil {
			starting(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

// chooseProtocol says which protocol was chosen. On AWS the function behind
// $connect does, but the emulator drops its header, and browsers hang up on a
// server that chooses none.
func chooseProtocol(response *http.Response) error {
	if response.StatusCode != http.StatusSwitchingProtocols || response.Header.Get(protocolHeader) != "" {
		return nil
	}
	for _, offer := range response.Request.Header.Values(protocolHeader) {
		for protocol := range strings.SplitSeq(offer, ",") {
			if strings.TrimSpace(protocol) == liveProtocol {
				response.Header.Set(protocolHeader, liveProtocol)
				return nil
			}
		}
	}
	return nil
}
