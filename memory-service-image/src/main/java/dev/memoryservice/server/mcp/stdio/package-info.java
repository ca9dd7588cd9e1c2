/**
 * MCP over standard input and output, for clients that start their servers as children: a bridge to a server over HTTP,
 * which is a remote one or one in the same process. Either way the server speaks every revision, and the bridge knows
 * no more of them than how HTTP carries them.
 */
package dev.memoryservice.server.mcp.stdio;
