package dev.memoryservice.server.oauth.client;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of a client that registered itself.
 *
 * @param secretSha256 64 hexadecimal digits; empty for a public client
 */
record Registered(String name, List<String> redirectUris, String secretSha256, Instant registered) {}
