package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.backup.Backups;
import dev.memoryservice.server.backup.Retention;
import dev.memoryservice.server.request.Input;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/admin/backups/prune}. */
@Schema(name = "PruneRequest")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PruneRequest(
        @Schema(minimum = "0", maximum = "10000", defaultValue = "0", description = "How many of the newest")
        int last,

        @Schema(minimum = "0", maximum = "10000", defaultValue = "0", description = "For how many days one each")
        int daily,

        @Schema(minimum = "0", maximum = "10000", defaultValue = "0", description = "For how many weeks one each")
        int weekly,

        @Schema(defaultValue = "false", description = "Only say what would be deleted")
        boolean dryRun) {

    private static final int MOST = 10_000;

    static PruneRequest read(ObjectMapper json, byte[] body) {
        Input input = Bodies.input(json, body);
        PruneRequest request = new PruneRequest(
                input.integer("last", 0, MOST).orElse(0),
                input.integer("daily", 0, MOST).orElse(0),
                input.integer("weekly", 0, MOST).orElse(0),
                input.flag("dry_run", false));
        if (request.retention().keepsNothing()) {
            input.reject(
                    "greater_than",
                    "last",
                    "last, daily or weekly should be greater than 0: this would delete every backup");
        }
        input.check();
        return request;
    }

    Retention retention() {
        return new Retention(last, daily, weekly);
    }

    Backups.Pruned doneBy(Backups backups) {
        return backups.prune(retention(), dryRun);
    }
}
