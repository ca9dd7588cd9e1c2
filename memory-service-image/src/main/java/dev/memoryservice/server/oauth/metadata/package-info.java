/** What clients learn by themselves: where the endpoints are, and whose tokens are taken. */
package dev.memoryservice.server.oauth.metadata;
