package dev.memoryservice.operator.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What a server says about one of its backups.
 *
 * @param trigger why it was made: manual, schedule, upgrade or restore
 * @param sizeBytes 0 while it is not complete
 * @param verifiedAt when it was last proven by a restore
 * @param message what went wrong; empty if nothing did
 */
public record ServerBackup(
        String id,
        State state,
        String trigger,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        long sizeBytes,
        Optional<Long> memories,
        boolean encrypted,
        Optional<Instant> verifiedAt,
        Verification verification,
        String message) {

    /** Where it stands. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * How the proof by a restore stands.
     *
     * @param message what was wrong; empty if nothing was
     */
    public record Verification(VerificationState state, String message) {}

    /** The states of a proof. */
    public enum VerificationState {
        NONE,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /** From the server's JSON. */
    static ServerBackup of(JsonNode json) {
        JsonNode verification = json.path("verification");
        return new ServerBackup(
                json.path("id").asText(),
                state(json.path("state").asText()),
                json.path("trigger").asText(""),
                time(json.path("started_at")),
                time(json.path("completed_at")),
                json.path("size_bytes").asLong(),
                json.path("memories").isNumber()
                        ? Optional.of(json.path("memories").asLong())
                        : Optional.empty(),
                json.path("encrypted").asBoolean(),
                time(json.path("verified_at")),
                new Verification(
                        verificationState(verification.path("state").asText()),
                        verification.path("message").asText("")),
                json.path("message").asText(""));
    }

    private static State state(String word) {
        return switch (word) {
            case "Succeeded" -> State.SUCCEEDED;
            case "Failed" -> State.FAILED;
            default -> State.RUNNING;
        };
    }

    private static VerificationState verificationState(String word) {
        return switch (word) {
            case "Running" -> VerificationState.RUNNING;
            case "Succeeded" -> VerificationState.SUCCEEDED;
            case "Failed" -> VerificationState.FAILED;
            default -> VerificationState.NONE;
        };
    }

    static Optional<Instant> time(JsonNode value) {
        try {
            return Optional.ofNullable(value.textValue())
                    .map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    public boolean isComplete() {
        return state == State.SUCCEEDED;
    }
}
