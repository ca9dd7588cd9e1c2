/** The tools, one class each. A tool knows no revision and no transport of the protocol. */
package dev.memoryservice.server.mcp.tool;
