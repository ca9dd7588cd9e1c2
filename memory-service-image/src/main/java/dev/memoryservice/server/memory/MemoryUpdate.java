package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client wants changed of a memory; what is absent stays as it is. The content never changes: it is the
 * memory's identity.
 *
 * @param tags labels in place of those there are; an empty list stands for none
 * @param type in place of the type
 * @param metadata entries to set beside those there are; a null value removes its entry (as in RFC 7396)
 */
public record MemoryUpdate(
        Optional<List<String>> tags, Optional<String> type, Optional<Map<String, Object>> metadata) {}
