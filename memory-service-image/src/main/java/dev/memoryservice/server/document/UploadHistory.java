package dev.memoryservice.server.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of the uploads, for as long as the store lives. Part of the port that each backend implements: no call
 * sees another tenant's uploads.
 *
 * <p>Any method throws {@link dev.memoryservice.server.memory.StoreUnavailableException} when the backend cannot answer
 * now.
 */
public interface UploadHistory {

    /** How many uploads are kept for a tenant; those that ended longest ago go first. */
    int KEPT = 1_000;

    /** Keeps an upload, in place of what was kept under its id. When this returns it is durable. */
    void save(String tenant, Upload upload);

    /** The upload with this id. */
    Optional<Upload> find(String tenant, String id);

    /** The uploads, newest first. */
    List<Upload> newest(String tenant, int limit);

    /**
     * Forgets an upload.
     *
     * @return false when there is no such upload
     */
    boolean remove(String tenant, String id);

    /**
     * Ends as failed whatever has not ended, of every tenant: called at the start, when nothing can be running.
     *
     * @return how many
     */
    int endUnfinished(String reason, Instant now);
}
