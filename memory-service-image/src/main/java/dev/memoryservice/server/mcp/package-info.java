/**
 * The Model Context Protocol: a few short tools over the same {@link dev.memoryservice.server.memory.Memories} as
 * REST. A tool is a {@link dev.memoryservice.server.mcp.MemoryTool} that knows no transport; {@link
 * dev.memoryservice.server.mcp.Toolbox} hands the tools to the protocol library.
 */
package dev.memoryservice.server.mcp;
