package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an update replaced.
 *
 * @param tags the tags until then
 * @param type the type until then
 * @param metadata the metadata until then
 * @param replacedAt when the update came, to the microsecond
 */
public record PastVersion(List<String> tags, String type, Map<String, Object> metadata, Instant replacedAt) {}
