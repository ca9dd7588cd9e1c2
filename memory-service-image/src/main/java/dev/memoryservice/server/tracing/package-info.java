/** Traces of requests, for an OpenTelemetry collector. Loaded only where one is named. */
package dev.memoryservice.server.tracing;
