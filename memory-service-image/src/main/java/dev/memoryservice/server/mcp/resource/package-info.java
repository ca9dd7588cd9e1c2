/** The resources, one class each: what a client can attach to a conversation by its address. */
package dev.memoryservice.server.mcp.resource;
