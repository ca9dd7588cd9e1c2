package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are opened, which are refused and with what words. */
class OpeningTest {

    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    private SqliteMemoryStore open(Path file, String model) {
        return new SqliteMemoryStore(SqliteOptions.of(file, Pragmas.NONE), model, SampleMemories.DIMENSION);
    }

    private SqliteMemoryStore open() {
        return open(directory.resolve("memory.db"), "test-model");
    }

    private Session session() throws Exception {
        return Session.open(directory.resolve("memory.db"), Session.Mode.WRITE, Pragmas.NONE);
    }

    @Test
    void filesAreMadePrivateToTheirOwner() throws Exception {
        Path file = directory.resolve("new").resolve("deep").resolve("memory.db");

        try (SqliteMemoryStore store = open(file, "test-model")) {
            store.store(SPACE, memory("private"), vectorOf("private"));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
            for (String name : List.of("memory.db", "memory.db-wal", "memory.db.lock")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aFileIsOpenOnceInAProcess() {
        try (SqliteMemoryStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("another process");
            store.checkWriting();
        }
        open().close();
    }

    @Test
    void closingLeavesNoLogBehindAndMayBeRepeated() {
        SqliteMemoryStore store = open();
        store.store(SPACE, memory("kept"), vectorOf("kept"));

        store.close();
        store.close();

        assertThat(directory.resolve("memory.db-wal")).doesNotExist();
    }

    @Test
    void aCommitWaitsForTheDisk() throws Exception {
        try (Session session = session()) {
            assertThat(session.number(-1, "PRAGMA synchronous")).isEqualTo(2);
            assertThat(session.number(-1, "PRAGMA foreign_keys")).isEqualTo(1);
            assertThat(session.number(-1, "PRAGMA busy_timeout")).isPositive();
            assertThat(session.query("PRAGMA journal_mode").getString(1)).isEqualTo("wal");
        }
    }

    @Test
    void aNewerSchemaIsRefused() throws Exception {
        open().close();
        try (Session session = session()) {
            session.execute("PRAGMA user_version = 4711");
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("schema version 4711")
                .hasMessageContaining("Run the server that wrote it, or a newer one");
    }

    @Test
    void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
        try (Session session = session()) {
            session.execute("CREATE TABLE theirs (id INTEGER)");
        }

        assertThatThrownBy(this::open).hasMessageContaining("belongs to another program");

        try (Session session = session()) {
            assertThat(session.number(-1, "SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
        }
    }

    @Test
    void schemaStepsRunOnceAndOnlyWhole() throws Exception {
        Path file = directory.resolve("memory.db");
        List<List<String>> steps = new ArrayList<>(List.of(List.of("CREATE TABLE first (id INTEGER)")));
        try (Session session = session()) {
            Schema.migrate(file, session, steps);
            steps.add(List.of("CREATE TABLE second (id INTEGER)", "CREATE TABLE first (id INTEGER)"));
            assertThatThrownBy(() -> Schema.migrate(file, session, steps)).hasMessageContaining("already exists");
            assertThat(session.number(-1, "PRAGMA user_version")).isEqualTo(1);

            steps.set(1, List.of("CREATE TABLE second (id INTEGER)"));
            Schema.migrate(file, session, steps);
            Schema.migrate(file, session, steps);

            assertThat(session.number(-1, "PRAGMA user_version")).isEqualTo(2);
            assertThat(session.number(-1, "SELECT count(*) FROM sqlite_schema")).isEqualTo(2);
        }
    }

    @Test
    void whatIsNoDatabaseIsSaidToBeDamaged() throws Exception {
        Files.writeString(directory.resolve("memory.db"), "not a database at all ".repeat(1_000));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is damaged: restore a backup");
        assertThat(Files.readString(directory.resolve("memory.db"))).startsWith("not a database");
    }

    @Test
    void damageIsFoundWhenTheLastProcessDied() throws Exception {
        Path file = directory.resolve("memory.db");
        try (SqliteMemoryStore store = open()) {
            for (int i = 0; i < 200; i++) {
                store.store(SPACE, memory("memory " + i), vectorOf("memory"));
            }
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page = 30; page < 40; page++) {
                raw.seek(page * 4096);
                raw.write(new byte[4096]);
            }
        }
        Files.write(file.resolveSibling("memory.db-wal"), new byte[32]);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is damaged: restore a backup");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> open(directory.resolve("file").resolve("memory.db"), "test-model"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("file/memory.db")
                .hasMessageContaining("Check that the directory exists");
    }

    @Test
    void healthSeesAFileThatWasTakenAway() throws Exception {
        try (SqliteMemoryStore store = open()) {
            store.checkReading();
            Files.move(directory.resolve("memory.db"), directory.resolve("gone.db"));

            assertThatThrownBy(store::checkReading).hasMessageContaining("cannot be reached any more");

            Files.createFile(directory.resolve("memory.db"));
            assertThatThrownBy(store::checkReading).hasMessageContaining("was replaced");
            Files.move(
                    directory.resolve("gone.db"),
                    directory.resolve("memory.db"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void vectorsOfAnotherModelAreNotCompared() {
        try (SqliteMemoryStore store = open()) {
            store.store(SPACE, memory("heliotrope"), vectorOf("heliotrope"));
        }
        try (SqliteMemoryStore store = open(directory.resolve("memory.db"), "another-model")) {
            List<SearchHit> hits =
                    store.search(SPACE, new SearchQuery("heliotrope", vectorOf("heliotrope"), 1, MemoryFilter.NONE));

            assertThat(hits).singleElement().satisfies(hit -> assertThat(hit.cosine())
                    .isZero());
            assertThat(store.find(SPACE, hashOf("heliotrope"))).isPresent();
        }
    }
}
