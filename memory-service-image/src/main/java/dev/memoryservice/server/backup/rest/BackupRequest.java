package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.backup.Backup;
import dev.memoryservice.server.backup.BackupId;
import dev.memoryservice.server.backup.Backups;
import dev.memoryservice.server.request.Input;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/admin/backups}; an empty one asks for a backup without more words. */
@Schema(name = "BackupRequest")
record BackupRequest(
        @Schema(
                examples = "20261121T030000Z-k3x9",
                pattern = BackupId.PATTERN,
                description = "Makes asking again harmless: a moment of UTC and four characters")
        String id,

        @Schema(description = "Kept beside it: at most 16 texts of 256 characters, by names of 63", examples = "{}")
        Map<String, String> labels,

        @Schema(defaultValue = "manual") Backup.Trigger trigger) {

    private static final int MOST_LABELS = 16;
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_VALUE = 256;

    static Backups.Order read(ObjectMapper json, byte[] body) {
        Input input = Bodies.input(json, body);
        Optional<String> id = Bodies.backupId(input, "id");
        Backup.Trigger trigger = input.choice("trigger", Backup.Trigger.class, Backup.Trigger.MANUAL);
        Map<String, String> labels = new HashMap<>();
        input.object("labels").forEach((name, value) -> {
            if (!(value instanceof String text)
                    || name.length() > LONGEST_NAME
                    || text.length() > LONGEST_VALUE
                    || labels.size() == MOST_LABELS) {
                input.reject(
                        "labels",
                        "labels",
                        "Input should be at most " + MOST_LABELS + " texts of " + LONGEST_VALUE
                                + " characters, by names of " + LONGEST_NAME);
            } else {
                labels.put(name, text);
            }
        });
        input.check();
        return new Backups.Order(id, trigger, labels);
    }
}
