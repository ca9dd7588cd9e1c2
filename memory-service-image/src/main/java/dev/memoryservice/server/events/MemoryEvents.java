package dev.memoryservice.server.events;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryChange;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What happens to memories, in the words of the event streams. */
@Singleton
public final class MemoryEvents {

    /** How much of a content an event shows, in characters. */
    private static final int PREVIEW = 100;

    private static final String REEMBEDDING = "reembedding";

    private final EventStreams streams;

    MemoryEvents(EventStreams streams) {
        this.streams = streams;
    }

    /** A memory was stored. */
    public void stored(Space space, Memory memory) {
        Map<String, Object> data = described(space, memory);
        data.put("message", "Memory stored");
        streams.publish("memory_stored", space.tenant(), Optional.of(space.store()), data);
    }

    /** A memory's tags, type or metadata were changed. */
    public void updated(Space space, MemoryChange change) {
        Map<String, Object> data = described(space, change.after());
        data.put("updated_fields", change.fields());
        data.put("message", "Memory updated");
        streams.publish("memory_updated", space.tenant(), Optional.of(space.store()), data);
    }

    /** A memory was deleted. */
    public void deleted(Space space, String contentHash) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("content_hash", contentHash);
        data.put("success", true);
        data.put("store", space.store());
        data.put("message", "Memory deleted");
        streams.publish("memory_deleted", space.tenant(), Optional.of(space.store()), data);
    }

    /** A search was answered. Only those who listen to every store are told: a question may be about any of them. */
    public void searched(Space space, SearchResult result) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("query", result.query());
        data.put("search_type", result.type());
        data.put("results_count", result.hits().size());
        data.put("processing_time_ms", result.took().toNanos() / 1e6);
        data.put("message", "Search completed: " + result.hits().size() + " found");
        streams.publish("search_completed", space.tenant(), Optional.empty(), data);
    }

    private static Map<String, Object> described(Space space, Memory memory) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("content_hash", memory.contentHash());
        data.put("content_preview", preview(memory.content()));
        data.put("tags", memory.tags());
        data.put("memory_type", memory.type());
        data.put("store", space.store());
        return data;
    }

    /** Memories get vectors of a new model; for everybody, whosever they are. */
    public void reembedding(long total, long remaining, double percent) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sync_type", REEMBEDDING);
        data.put("synced_count", total - remaining);
        data.put("total_count", total);
        data.put("remaining_count", remaining);
        data.put("progress_percentage", percent);
        data.put("message", "Memories get vectors of the new embedding model");
        streams.publishToAll("sync_progress", data);
    }

    /** Every memory has its vector of the new model. */
    public void reembedded(long total, Duration took) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sync_type", REEMBEDDING);
        data.put("synced_count", total);
        data.put("total_count", total);
        data.put("time_taken_seconds", took.toMillis() / 1000.0);
        data.put("message", "Every memory has its vector of the new embedding model");
        streams.publishToAll("sync_completed", data);
    }

    private static String preview(String content) {
        return content.codePointCount(0, content.length()) <= PREVIEW
                ? content
                : content.substring(0, content.offsetByCodePoints(0, PREVIEW)) + "...";
    }
}
