package dev.memoryservice.server.events;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to backups, in the words of the event streams. Everybody is told that a backup was made, and nobody whose
 * memories are in it; of a restore only those whose memories were replaced.
 */
@Singleton
public final class BackupEvents {

    private static final String BACKUP_ID = "backup_id";
    private static final String MESSAGE = "message";

    private final EventStreams streams;

    BackupEvents(EventStreams streams) {
        this.streams = streams;
    }

    /** A backup was begun. */
    public void started(String id) {
        streams.publishToAll("backup_started", Map.of(BACKUP_ID, id, MESSAGE, "A backup is being made"));
    }

    /** A backup was made, or was not. */
    public void ended(String id, boolean made, String why) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(BACKUP_ID, id);
        data.put(MESSAGE, made ? "A backup was made" : "A backup failed: " + why);
        streams.publishToAll(made ? "backup_completed" : "backup_failed", data);
    }

    /** A backup was proven by a restore into a scratch store, or that failed; why is for administrators. */
    public void proven(String id, boolean good) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(BACKUP_ID, id);
        data.put(MESSAGE, good ? "A backup was proven by a restore" : "A backup could not be restored for a trial");
        streams.publishToAll(good ? "backup_verified" : "backup_verification_failed", data);
    }

    /** The memories of a tenant were replaced; whoever shows some asks for them anew. */
    public void restored(String tenant, String restoreId, String backupId) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("restore_id", restoreId);
        data.put(BACKUP_ID, backupId);
        data.put(MESSAGE, "Memories were restored from a backup");
        streams.publish("memory_restored", tenant, Optional.empty(), data);
    }
}
