package dev.memoryservice.server.events;

import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to documents that were uploaded, in the words of the event streams. */
@Singleton
public final class DocumentEvents {

    private final EventStreams streams;

    DocumentEvents(EventStreams streams) {
        this.streams = streams;
    }

    /**
     * How far an upload is.
     *
     * @param uploadId which one
     * @param filename its name
     * @param status {@code processing}, {@code completed} or {@code failed}
     * @param totalChunks how many chunks there are, as far as is known
     * @param chunksProcessed how many of them were handled
     * @param chunksStored how many became memories
     * @param chunksDuplicate how many were remembered before
     * @param percent from 0 to 100
     * @param errors what went wrong
     */
    public record State(
            String uploadId,
            String filename,
            String status,
            int totalChunks,
            int chunksProcessed,
            int chunksStored,
            int chunksDuplicate,
            double percent,
            List<String> errors) {}

    /** Some of it is done. */
    public void progress(Space space, State state) {
        publish("document_progress", space, state, "Processing " + state.filename());
    }

    /** It is done. */
    public void completed(Space space, State state) {
        publish(
                "document_completed",
                space,
                state,
                state.filename() + ": " + state.chunksStored() + " chunks stored, " + state.chunksDuplicate()
                        + " known before");
    }

    /** It cannot be done. */
    public void failed(Space space, State state) {
        publish("document_failed", space, state, state.filename() + " failed");
    }

    private void publish(String name, Space space, State state, String message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("upload_id", state.uploadId());
        data.put("filename", state.filename());
        data.put("status", state.status());
        data.put("total_chunks", state.totalChunks());
        data.put("chunks_processed", state.chunksProcessed());
        data.put("chunks_stored", state.chunksStored());
        data.put("chunks_duplicate", state.chunksDuplicate());
        data.put("progress", state.percent());
        data.put("errors", state.errors());
        data.put("store", space.store());
        data.put("message", message);
        streams.publish(name, space.tenant(), Optional.of(space.store()), data);
    }
}
