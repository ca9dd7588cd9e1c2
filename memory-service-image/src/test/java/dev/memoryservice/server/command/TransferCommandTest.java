package dev.memoryservice.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.command.Command.Ended;
import dev.memoryservice.server.importing.PythonFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export} as a person runs them. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@Timeout(300)
class TransferCommandTest {

    @TempDir
    private Path directory;

    @TestHTTPResource("/")
    private URI server;

    private Path database;

    @BeforeEach
    void choosePlace() {
        database = directory.resolve("data/memory.db");
    }

    @Test
    void aPythonDatabaseGoesInAndComesOutAndGoesInElsewhere() throws Exception {
        Path python = PythonFiles.database(directory);
        Path report = directory.resolve("skipped.jsonl");
        Path export = directory.resolve("memories.jsonl.gz");

        Ended first = Command.of("import", python.toString(), "--report", report.toString(), "--store", "default")
                .on(database)
                .run();
        assertThat(first.errors()).contains("database of the Python memory service");
        assertThat(first.output()).contains("26 items: 25 stored, 0 there already, 1 skipped", "deleted: 1");
        assertThat(first.status()).isZero();
        assertThat(new ObjectMapper().readTree(report.toFile()).path("reason").asText())
                .isEqualTo("deleted");

        Ended out = Command.of("export", export.toString()).on(database).run();
        assertThat(out.output()).contains("25 memories and 0 tombstones", "tenant default, store default");
        assertThat(out.status()).isZero();

        Ended elsewhere = Command.of("import", export.toString(), "--tenant", "bob")
                .on(directory.resolve("other.db"))
                .run();
        assertThat(elsewhere.output()).contains("25 items: 25 stored");
        assertThat(Command.of("export", directory.resolve("bob.jsonl.gz").toString(), "--tenant", "bob")
                        .on(directory.resolve("other.db"))
                        .run()
                        .output())
                .contains("25 memories", "tenant bob");
    }

    @Test
    void anImportThatIsKilledAndRunAgainDoublesAndLosesNothing() throws Exception {
        int memories = 800;
        Path file = Files.writeString(
                directory.resolve("export.json"),
                "["
                        + String.join(
                                ",",
                                IntStream.range(0, memories)
                                        .mapToObj(i -> "{\"content\": \"killed %d\", \"created_at\": %d}"
                                                .formatted(i, 1_700_000_000 + i))
                                        .toList())
                        + "]");
        Process process = Command.of("import", file.toString()).on(database).start();
        Path log = directory.resolve("data/memory.db-wal");
        while (process.isAlive() && (!Files.exists(log) || Files.size(log) < 400_000)) {
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();

        Ended again = Command.of("import", file.toString()).on(database).run();

        assertThat(again.status()).isZero();
        assertThat(again.output()).startsWith(memories + " items: ").contains(", 0 skipped");
        assertThat(again.output()).as("some were there already").doesNotContain(" 0 there already");
        assertThat(Command.of("import", file.toString()).on(database).run().output())
                .contains("0 stored, " + memories + " there already");
    }

    @Test
    void aRunningServerIsFilledAndEmptiedOverItsAddress() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), RunningServer.KEY + "\n");
        List<String> through = List.of("--url", server.toString(), "--api-key-file", key.toString());

        Ended in = with(through, "import", PythonFiles.export(directory).toString())
                .run();
        assertThat(in.errors()).contains("JSON export");
        assertThat(in.output()).contains("25 items: ").contains("0 skipped");
        assertThat(with(through, "import", directory.resolve("export.json").toString())
                        .run()
                        .output())
                .contains("0 stored, 25 there already");

        Ended out = with(through, "export", directory.resolve("all.jsonl.gz").toString())
                .run();
        assertThat(out.status()).isZero();
        assertThat(out.output()).contains("tenant default, store work");
    }

    @Test
    void mistakesAreExplainedWithoutATrace() throws Exception {
        Path damaged = Files.write(directory.resolve("damaged"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        Path key = Files.writeString(directory.resolve("key"), "wrong");

        assertFailure(Command.of("import", "nowhere.db").on(database), 1, "There is no file nowhere.db");
        assertFailure(Command.of("import", damaged.toString()).on(database), 1, "damaged or cut off");
        assertFailure(Command.of("export", damaged.toString()).on(database), 1, "exists");
        assertFailure(
                Command.of("import", damaged.toString(), "--url", "ftp://x").on(database), 2, "http://host:port");
        assertFailure(
                Command.of(
                        "import",
                        PythonFiles.export(directory).toString(),
                        "--url",
                        server.toString(),
                        "--api-key-file",
                        key.toString()),
                1,
                "answered 403");
        assertFailure(
                Command.of("import", directory.resolve("export.json").toString())
                        .on(database)
                        .with("MEMORY_SERVICE_MODEL_DIRECTORY", "/nowhere"),
                1,
                "in '/nowhere': set memory-service.model.name");
    }

    private static Command with(List<String> options, String... arguments) {
        return Command.of(java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), options.stream())
                .toArray(String[]::new));
    }

    private static void assertFailure(Command command, int status, String words) throws Exception {
        Ended ended = command.run();
        assertThat(ended.errors()).contains(words).doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(status);
    }
}
