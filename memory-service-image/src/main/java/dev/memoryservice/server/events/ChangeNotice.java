package dev.memoryservice.server.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Memories were stored, changed or deleted.
 *
 * @param tenant whose
 * @param contentHash which one; empty when there may be several
 * @param tags the tags it has now; empty when they are not known
 */
public record ChangeNotice(String tenant, Optional<String> contentHash, Optional<List<String>> tags) {

    /** Hears of every change, on the thread that made it: whoever has more to do than take note does it elsewhere. */
    @FunctionalInterface
    public interface Listener {
        void changed(ChangeNotice change);
    }

    /** What an event says of what changed. */
    static ChangeNotice of(String event, String tenant, Map<String, Object> data) {
        Optional<String> hash = data.get("content_hash") instanceof String text ? Optional.of(text) : Optional.empty();
        // An update may have taken tags away, of which its event says nothing.
        Optional<List<String>> tags = "memory_stored".equals(event) && data.get("tags") instanceof List<?> list
                ? Optional.of(list.stream().map(String::valueOf).toList())
                : Optional.empty();
        return new ChangeNotice(tenant, hash, tags);
    }
}
