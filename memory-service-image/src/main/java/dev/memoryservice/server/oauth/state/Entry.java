package dev.memoryservice.server.oauth.state;

import java.time.Instant;

/**
 * One thing that the authorization server remembers.
 *
 * @param id unique among those of its kind
 * @param owner the user it belongs to; empty when it belongs to nobody
 * @param value JSON
 * @param expires from when on it counts as gone, in milliseconds exactly
 */
public record Entry(Kind kind, String id, String owner, String value, Instant expires) {}
