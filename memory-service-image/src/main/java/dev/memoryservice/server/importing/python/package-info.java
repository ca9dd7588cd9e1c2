/** Files of the Python service mcp-memory-service, as its version 12.4 and those before it write them. */
package dev.memoryservice.server.importing.python;
