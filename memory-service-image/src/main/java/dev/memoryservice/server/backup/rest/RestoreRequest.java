package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.backup.Restores;
import dev.memoryservice.server.request.Input;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/admin/restores}. */
@Schema(name = "RestoreRequest")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RestoreRequest(
        @Schema(
                examples = "restore-1",
                pattern = RestoreRequest.ID,
                description = "Makes asking again harmless; made up when not given")
        String id,

        @Schema(examples = "20261121T030000Z-k3x9", description = "Which backup; or say before")
        String backupId,

        @Schema(
                examples = "2026-11-21T03:00:00Z",
                description = "The newest backup that was begun at this moment or before")
        String before,

        @Schema(description = "Only this tenant's memories, as the user's name says; everybody's when not given")
        String tenant,

        @Schema(defaultValue = "false", description = "Only count what would change")
        boolean dryRun,

        @Schema(defaultValue = "true", description = "Back up first what is replaced")
        boolean safetyBackup,

        @Schema(
                defaultValue = "false",
                description = "Also a backup with vectors of another model, which are made anew in the background")
        boolean allowReembedding) {

    static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private static final Pattern FORM = Pattern.compile(ID);

    /** One of both is there. */
    record Parsed(Restores.Order order, Optional<String> backupId, Optional<Instant> before) {

        Restores.Begun startedBy(Restores restores) {
            return restores.start(order, backupId.orElseGet(() -> restores.newest(before.orElseThrow())
                    .id()));
        }
    }

    static Parsed read(ObjectMapper json, byte[] body) {
        Input input = Bodies.input(json, body);
        Optional<String> backupId = Bodies.backupId(input, "backup_id");
        Optional<Instant> before = Bodies.moment(input, "before");
        if (input.has("backup_id") == input.has("before")) {
            input.reject("one_of", "backup_id", "Say either backup_id, or before and a moment");
        }
        Restores.Order order = order(input);
        input.check();
        return new Parsed(order, backupId, before);
    }

    /** What goes with a file, as parameters of the address. */
    static Restores.Order read(ObjectMapper json, MultivaluedMap<String, String> query) {
        Input input = Input.ofQuery(json, query);
        Restores.Order order = order(input);
        input.check();
        return order;
    }

    private static Restores.Order order(Input input) {
        Optional<String> id = input.text("id");
        if (id.isPresent() && !FORM.matcher(id.get()).matches()) {
            input.reject("id", "id", "Input should be at most 128 letters, digits, dots, dashes and underscores");
        }
        return new Restores.Order(
                id,
                input.text("tenant").filter(tenant -> !tenant.isBlank()),
                input.flag("dry_run", false),
                input.flag("safety_backup", true),
                input.flag("allow_reembedding", false));
    }
}
