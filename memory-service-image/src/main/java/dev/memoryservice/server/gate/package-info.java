/**
 * The one way into port 8000, for REST, event streams, MCP, metrics and the API's description alike: nothing is
 * reached but through {@link dev.memoryservice.server.gate.Gate}, and what it does not know to be open is shut.
 */
package dev.memoryservice.server.gate;
