package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.backup.BackupId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backup}: has a running server make a backup, prove it and delete old ones. What a CronJob runs. */
@Command(
        name = "backup",
        description =
                "Has a running server back everything up, and waits for it. With --verify the backup is proven by a"
                        + " restore beside the store; with any --keep-... older ones are deleted. Prints one line of JSON.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    private static final String BACKUPS = "/api/admin/backups";
    private static final String STATE = "state";
    private static final String RUNNING = "Running";
    private static final String SUCCEEDED = "Succeeded";

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminServer server;

    @Option(names = "--verify", description = "Prove the backup by a restore into a scratch store of the server.")
    private boolean verify;

    @Option(names = "--keep-last", paramLabel = "N", description = "Delete older backups, but for the N newest.")
    private Optional<Integer> keepLast = Optional.empty();

    @Option(names = "--keep-daily", paramLabel = "N", description = "... but for one of each of the last N days.")
    private Optional<Integer> keepDaily = Optional.empty();

    @Option(names = "--keep-weekly", paramLabel = "N", description = "... but for one of each of the last N weeks.")
    private Optional<Integer> keepWeekly = Optional.empty();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The id of the backup, so that asking again makes no other.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--trigger",
            paramLabel = "WORD",
            description = "What it is made for: manual, schedule or upgrade. The default is ${DEFAULT-VALUE}.")
    private String trigger = "manual";

    @Override
    public Integer call() throws InterruptedException {
        String backupId = id.orElseGet(() -> BackupId.of(Instant.now()));
        if (!BackupId.is(backupId)) {
            throw new ParameterException(
                    spec.commandLine(), "--id is '" + backupId + "': give one like 20261121T030000Z-k3x9");
        }
        ObjectNode result = AdminClient.object().put("id", backupId);
        try (AdminClient client = server.client()) {
            result.put("request_id", client.requestId());
            boolean good = run(client, backupId, result);
            JobResult.print(result, spec.commandLine().getOut());
            return good ? 0 : 1;
        } catch (AdminClient.Failure e) {
            result.put(STATE, "Failed").put("message", e.getMessage());
            spec.commandLine().getErr().println(e.getMessage());
            JobResult.print(result, spec.commandLine().getOut());
            return 1;
        }
    }

    private boolean run(AdminClient client, String backupId, ObjectNode result)
            throws AdminClient.Failure, InterruptedException {
        String path = BACKUPS + "/" + backupId;
        client.post(BACKUPS, AdminClient.object().put("id", backupId).put("trigger", trigger));
        JsonNode backup =
                client.await(path, state -> !RUNNING.equals(state.path(STATE).textValue()));
        tell(backup, result);
        if (!SUCCEEDED.equals(backup.path(STATE).textValue())) {
            return failed(backup.path("message").asText());
        }
        if (verify) {
            client.post(path + "/verify", AdminClient.object());
            backup = client.await(
                    path,
                    state -> !RUNNING.equals(state.at("/verification/state").textValue()));
            tell(backup, result);
            if (!SUCCEEDED.equals(backup.at("/verification/state").textValue())) {
                result.put("message", backup.at("/verification/message").asText());
                return failed(backup.at("/verification/message").asText());
            }
        }
        if (keepLast.isPresent() || keepDaily.isPresent() || keepWeekly.isPresent()) {
            result.set(
                    "pruned",
                    client.post(
                                    BACKUPS + "/prune",
                                    AdminClient.object()
                                            .put("last", keepLast.orElse(0))
                                            .put("daily", keepDaily.orElse(0))
                                            .put("weekly", keepWeekly.orElse(0)))
                            .path("deleted"));
        }
        return true;
    }

    private static void tell(JsonNode backup, ObjectNode result) {
        for (String field : new String[] {
            STATE,
            "started_at",
            "completed_at",
            "size_bytes",
            "memories",
            "tombstones",
            "verified_at",
            "sha256",
            "message"
        }) {
            result.set(field, backup.path(field));
        }
        result.set("verification", backup.at("/verification/state"));
    }

    private boolean failed(String why) {
        spec.commandLine().getErr().println(why);
        return false;
    }
}
