package dev.memoryservice.server.command;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code backup}, {@code restore} and {@code verify} as a person or a CronJob runs them. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@Timeout(120)
class BackupCommandTest {

    @TempDir
    private Path directory;

    @TestHTTPResource("/")
    private URI server;

    @Inject
    ServerConfig config;

    private Path key;

    private record Ended(int status, String output, String errors) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(output);
        }
    }

    @BeforeEach
    void writeKey() throws IOException {
        key = Files.writeString(directory.resolve("key"), RunningServer.KEY + "\n");
    }

    private static Ended run(List<String> arguments) {
        CommandLine command = MemoryServiceCommand.commandLine();
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        command.setOut(new PrintWriter(output));
        command.setErr(new PrintWriter(errors));
        int status = command.execute(arguments.toArray(String[]::new));
        return new Ended(status, output.toString(), errors.toString());
    }

    /** With the server's address and a key. */
    private Ended ask(String command, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(command, "--server", server.toString(), "--key-file", key.toString()));
        all.addAll(List.of(arguments));
        return run(all);
    }

    @Test
    void aBackupIsMadeProvenAndOldOnesGo() throws IOException {
        store(unique("backed up by command"));
        ask("backup");

        Ended done =
                ask("backup", "--verify", "--keep-last", "1", "--trigger", "schedule", "--id", "20260303T030405Z-cmd1");

        assertThat(done.status()).as(done.errors()).isZero();
        assertThat(done.output().lines()).hasSize(1);
        JsonNode result = done.json();
        assertThat(result.path("id").asText()).isEqualTo("20260303T030405Z-cmd1");
        assertThat(result.path("state").asText()).isEqualTo("Succeeded");
        assertThat(result.path("request_id").asText()).matches("command-[0-9a-f]{16}");
        assertThat(client().get("/api/admin/audit").then().extract().asString())
                .contains("\"request_id\":\"" + result.path("request_id").asText() + "\"");
        assertThat(result.path("verification").asText()).isEqualTo("Succeeded");
        assertThat(result.path("verified_at").asText()).isNotEmpty();
        assertThat(result.path("memories").asLong()).isPositive();
        assertThat(result.path("pruned")).isNotEmpty();
    }

    @Test
    void aBackupOfTheServerOrAFileIsRestored() throws IOException {
        String kept = unique("kept by command");
        store(kept);
        String id = ask("backup").json().path("id").asText();
        String later = unique("later by command");
        String hash = store(later);

        Ended dry = ask("restore", "--backup", id, "--dry-run");
        assertThat(dry.status()).as(dry.errors()).isZero();
        assertThat(dry.json().path("removed").asLong()).isEqualTo(1);
        client().get("/api/memories/" + hash).then().statusCode(200);

        Ended done = ask("restore", "--backup", id);
        assertThat(done.status()).as(done.errors()).isZero();
        client().get("/api/memories/" + hash).then().statusCode(404);

        Path file = directory.resolve("safety.memorybackup");
        Files.write(
                file,
                client().get("/api/admin/backups/"
                                + done.json().path("safety_backup_id").asText() + "/content")
                        .asByteArray());
        Ended back = ask("restore", "--file", file.toString(), "--no-safety-backup", "--id", unique("r"));
        assertThat(back.status()).as(back.errors()).isZero();
        assertThat(back.json().path("added").asLong()).isEqualTo(1);
        client().get("/api/memories/" + hash).then().statusCode(200);

        Ended from = ask(
                "restore",
                "--from-server",
                server.toString(),
                "--from-key-file",
                key.toString(),
                "--backup",
                id,
                "--user",
                "default",
                "--dry-run");
        assertThat(from.status()).as(from.errors()).isZero();
        assertThat(from.json().path("removed").asLong()).isEqualTo(1);
    }

    @Test
    void aFileIsProvenWithoutAServer() throws IOException {
        store(unique("proven by command"));
        String id = ask("backup").json().path("id").asText();
        Path file = config.backup().directory().orElseThrow().resolve(id + ".memorybackup");

        Ended good = run(List.of("verify", file.toString(), "--scratch", directory.toString()));
        assertThat(good.status()).as(good.errors()).isZero();
        assertThat(good.output()).contains("is good: ", "tenant default, store default");

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 4;
        Path damaged = Files.write(directory.resolve("damaged.memorybackup"), bytes);
        Ended bad = run(List.of("verify", damaged.toString(), "--scratch", directory.toString()));
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.errors()).contains("cannot be right");
    }

    @Test
    void whatIsRefusedIsSaidInOneLineOfJsonAndByTheStatus() throws IOException {
        Ended missing = ask("restore", "--backup", "20200102T030405Z-none");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.json().path("message").asText()).contains("There is no backup '20200102T030405Z-none'");

        Path other = Files.writeString(directory.resolve("writer"), UserFiles.keyOf(RunningServer.WRITER));
        Ended refused = run(List.of("backup", "--server", server.toString(), "--key-file", other.toString()));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.json().path("state").asText()).isEqualTo("Failed");
        assertThat(refused.json().path("message").asText()).contains("answered 403");

        Path garbage = Files.writeString(directory.resolve("garbage"), "no backup at all, but long enough");
        assertThat(ask("restore", "--file", garbage.toString()).errors()).contains("no backup that can be read");
    }

    @Test
    void whatIsNotUnderstoodIsNotDone() {
        assertThat(run(List.of("backup")).status()).isEqualTo(2);
        assertThat(ask("backup", "--id", "mine").status()).isEqualTo(2);
        assertThat(ask("backup", "--keep-last", "many").status()).isEqualTo(2);
        assertThat(ask("restore").status()).isEqualTo(2);
        assertThat(ask("restore", "--backup", "a", "--before", "b").status()).isEqualTo(2);
        assertThat(ask("restore", "--file", "a", "--from-server", "http://localhost")
                        .status())
                .isEqualTo(2);
        assertThat(run(List.of("backup", "--server", "localhost:8000")).errors())
                .contains("give it as http://host:port");
    }
}
