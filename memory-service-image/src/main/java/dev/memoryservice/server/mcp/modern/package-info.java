/**
 * The stateless revision, 2026-07-28, which the protocol library does not speak: thin, in front of the same tools,
 * resources and prompts. {@link dev.memoryservice.server.mcp.modern.McpEndpoint} is where the eras part, and where
 * what is no message of the protocol ends. When a release of the library speaks this revision, this package goes.
 */
package dev.memoryservice.server.mcp.modern;
