package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code restore}: has a running server put a backup in the place of what it holds. */
@Command(
        name = "restore",
        description = "Has a running server restore a backup: one of its own, a file, or one of another server. What is"
                + " replaced is backed up first. Prints one line of JSON.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    private static final String RESTORES = "/api/admin/restores";

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminServer server;

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Which backup. */
    static final class Which {

        @Option(names = "--backup", paramLabel = "ID", required = true, description = "The backup with this id.")
        private Optional<String> backup = Optional.empty();

        @Option(
                names = "--before",
                paramLabel = "TIME",
                required = true,
                description = "The newest backup that was begun at this time or before, for example"
                        + " 2026-11-21T03:00:00Z.")
        private Optional<String> before = Optional.empty();

        @Option(names = "--file", paramLabel = "FILE", required = true, description = "A backup that is a file here.")
        private Optional<Path> file = Optional.empty();
    }

    @Option(names = "--from-server", paramLabel = "URL", description = "The server that has the backup; with --backup.")
    private Optional<URI> fromServer = Optional.empty();

    @Option(names = "--from-key-file", paramLabel = "FILE", description = "A file with an administrator's key for it.")
    private Optional<Path> fromKeyFile = Optional.empty();

    @Option(
            names = "--from-ca-file",
            paramLabel = "FILE",
            description =
                    "A file with the certificates, as PEM, of the authorities that vouch for it. The default is --ca-file.")
    private Optional<Path> fromAuthorities = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Restore only this user's memories.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--dry-run", description = "Only count what would change.")
    private boolean dryRun;

    @Option(names = "--no-safety-backup", description = "Do not back up first what is replaced.")
    private boolean unsafe;

    @Option(
            names = "--allow-reembedding",
            description =
                    "Also a backup with vectors of another embedding model, which are made anew in the background.")
    private boolean reembedding;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The id of the restore, so that asking again does it once.")
    private String id = "restore-" + UUID.randomUUID();

    @Override
    public Integer call() throws InterruptedException {
        if ((fromServer.isPresent() && which.backup.isEmpty())
                || ((fromKeyFile.isPresent() || fromAuthorities.isPresent()) && fromServer.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from-server goes with --backup, and --from-key-file and --from-ca-file with --from-server");
        }
        ObjectNode result = AdminClient.object().put("id", id);
        try (AdminClient client = server.client()) {
            begin(client);
            JsonNode restore = client.await(RESTORES + "/" + encoded(id), state -> !"Running"
                    .equals(state.path("state").textValue()));
            result.setAll((ObjectNode) restore);
            JobResult.print(result, spec.commandLine().getOut());
            if ("Succeeded".equals(restore.path("state").textValue())) {
                return 0;
            }
            spec.commandLine().getErr().println(restore.path("message").asText());
            return 1;
        } catch (AdminClient.Failure e) {
            return failed(result, e.getMessage());
        } catch (IOException e) {
            return failed(result, "The backup cannot be read or sent: " + e);
        }
    }

    private int failed(ObjectNode result, String why) {
        spec.commandLine().getErr().println(why);
        JobResult.print(
                result.put("state", "Failed").put("message", why),
                spec.commandLine().getOut());
        return 1;
    }

    private void begin(AdminClient client) throws AdminClient.Failure, InterruptedException, IOException {
        if (which.file.isPresent()) {
            send(client, which.file.get());
        } else if (fromServer.isPresent()) {
            Path file = Files.createTempFile("memory-service-", ".memorybackup");
            try (AdminClient other =
                    server.client(fromServer.get(), fromKeyFile, fromAuthorities.or(server::authorities))) {
                other.download("/api/admin/backups/" + encoded(which.backup.orElseThrow()) + "/content", file);
                send(client, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } else {
            ObjectNode request = AdminClient.object().put("id", id).put("dry_run", dryRun);
            request.put("safety_backup", !unsafe).put("allow_reembedding", reembedding);
            which.backup.ifPresent(backup -> request.put("backup_id", backup));
            which.before.ifPresent(before -> request.put("before", before));
            user.ifPresent(name -> request.put("tenant", name));
            client.post(RESTORES, request);
        }
    }

    private void send(AdminClient client, Path file) throws AdminClient.Failure, InterruptedException, IOException {
        client.post(
                RESTORES + "/content?id=" + encoded(id) + "&dry_run=" + dryRun + "&safety_backup=" + !unsafe
                        + "&allow_reembedding=" + reembedding
                        + user.map(name -> "&tenant=" + encoded(name)).orElse(""),
                file);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
