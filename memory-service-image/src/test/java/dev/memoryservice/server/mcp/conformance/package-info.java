/**
 * The suites and clients of others against the server. The conformance suite calls tools, prompts and resources with
 * fixed names; those are here, and are part of the application in these tests only.
 */
package dev.memoryservice.server.mcp.conformance;
