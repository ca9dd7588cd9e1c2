/**
 * The revisions with a handshake, 2024-11-05 to 2025-11-25, which the protocol library speaks: what it is given, and
 * bounds where it has none.
 */
package dev.memoryservice.server.mcp.legacy;
