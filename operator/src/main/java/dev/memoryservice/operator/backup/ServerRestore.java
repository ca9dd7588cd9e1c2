package dev.memoryservice.operator.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server says about one of its restores.
 *
 * @param step what it does at the moment, in its own word; empty if it does not say
 * @param changes empty until they are counted
 * @param message what went wrong; empty if nothing did
 */
public record ServerRestore(
        String id,
        ServerBackup.State state,
        String step,
        Optional<String> backupId,
        Optional<String> safetyBackupId,
        Optional<Changes> changes,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        String message) {

    /** How many memories come, go, become what they were, and stay. */
    public record Changes(long added, long removed, long changed, long unchanged) {}

    /** From the server's JSON. */
    public static ServerRestore of(JsonNode json) {
        return new ServerRestore(
                json.path("id").asText(),
                switch (json.path("state").asText()) {
                    case "Succeeded" -> ServerBackup.State.SUCCEEDED;
                    case "Failed" -> ServerBackup.State.FAILED;
                    default -> ServerBackup.State.RUNNING;
                },
                json.path("phase").asText(""),
                text(json.path("backup_id")),
                text(json.path("safety_backup_id")),
                json.path("added").isNumber()
                        ? Optional.of(new Changes(
                                json.path("added").asLong(),
                                json.path("removed").asLong(),
                                json.path("changed").asLong(),
                                json.path("unchanged").asLong()))
                        : Optional.empty(),
                ServerBackup.time(json.path("started_at")),
                ServerBackup.time(json.path("completed_at")),
                json.path("message").asText(""));
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue()).filter(text -> !text.isBlank());
    }
}
