// Package telemetry sends traces and metrics over OTLP/HTTP.
//
//	shutdown, err := telemetry.Start(ctx, telemetry.Settings{Service: "backend", Endpoint: cfg.OTLPEndpoint, …})
//	defer shutdown(ctx)
//
// Start comes before whatever is to be traced is made: instruments are taken
// from OpenTelemetry's global providers, which Start sets and shutdown takes
// back. Without an endpoint nothing is set, and everything here costs next to
// nothing.
//
// Two promises hold by construction. No request waits for telemetry: spans go
// into a bounded queue, which drops what does not fit, and a goroutine of its
// own sends them; what it can't send is told once a minute and forgotten. And
// nothing personal leaves: spans are made from requests without paths, queries,
// addresses and headers, and errors are recorded by their type alone.
//
// The pipelines are otel-config-go's. Its ConfigureOpenTelemetry is not used:
// there, environment variables overrule the settings, the debug level prints
// the headers' secrets, and a fault at the end ends the process.
package telemetry
