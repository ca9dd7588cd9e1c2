/** The prompts, one class each: what a person picks in the client to bring memories into a conversation. */
package dev.memoryservice.server.mcp.prompt;
