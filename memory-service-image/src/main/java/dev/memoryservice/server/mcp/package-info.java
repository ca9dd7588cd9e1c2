/**
 * The Model Context Protocol: a few short tools, resources and prompts over the same {@link
 * dev.memoryservice.server.memory.Memories} as REST. What they are ({@link
 * dev.memoryservice.server.mcp.MemoryTool}, {@link dev.memoryservice.server.mcp.MemoryResource}, {@link
 * dev.memoryservice.server.mcp.MemoryPrompt}) knows no revision of the protocol; {@code legacy} hands them to the
 * protocol library, which speaks the revisions with a handshake, and {@code modern} answers the stateless one, on the
 * same path. {@code stdio} carries either to a client that starts the server as its child.
 */
package dev.memoryservice.server.mcp;
