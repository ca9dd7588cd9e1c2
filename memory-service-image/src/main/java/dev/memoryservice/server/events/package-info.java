/**
 * Server-sent events: what happens to memories, told to whoever listens. Past events are kept in a bounded buffer, so
 * that a client that lost its connection catches up; a client that reads too slowly is disconnected and never waited
 * for.
 */
package dev.memoryservice.server.events;
