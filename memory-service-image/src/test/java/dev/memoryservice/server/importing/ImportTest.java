package dev.memoryservice.server.importing;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.backup.SampleBackups;
import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.exporting.Exporter;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryRules;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of each kind into a real store, with the real model. */
class ImportTest {

    private static final Space SPACE = Space.of(Space.DEFAULT_TENANT);
    private static final Space WORK = new Space(Space.DEFAULT_TENANT, "work");

    private static OnnxEmbedder embedder;

    @TempDir
    private Path directory;

    private MemoryStore store;
    private Importer importer;
    private final Map<String, Outcome.Skipped> skipped = new LinkedHashMap<>();

    @BeforeAll
    static void openModel() {
        embedder = new OnnxEmbedder(TestModel.directory());
    }

    @AfterAll
    static void closeModel() {
        embedder.close();
    }

    @BeforeEach
    void openStore() {
        ServerConfig.Limits limits = new SmallRyeConfigBuilder()
                .withMapping(ServerConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ServerConfig.class)
                .limits();
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), embedder.model(), embedder.dimension());
        importer = new Importer(
                store,
                embedder,
                new MemoryRules(new ObjectMapper(), limits),
                List.of("default", "work"),
                (space, memory) -> {});
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private ImportReport bring(Path file) {
        skipped.clear();
        ImportReport report = new ImportReport((item, why) -> skipped.put(item.place(), why));
        Import.run(Sources.of(file), new LocalDestination(importer), report);
        return report;
    }

    private Path json(String text) throws IOException {
        return Files.writeString(directory.resolve("some.json"), text);
    }

    private Memory stored(String content) {
        return store.find(SPACE, hashOf(content)).orElseThrow();
    }

    @Test
    void theDatabaseOfThePythonServiceComesOverWhole() {
        ImportReport report = bring(PythonFiles.database(directory));

        assertThat(report.stored()).isEqualTo(PythonFiles.MEMORIES);
        assertThat(report.skipped()).containsOnly(Map.entry(Reason.DELETED, 1L));
        Memory release = stored("Release 7 went out on a Tuesday, the gateway of region 49 was drained first");
        assertThat(release.tags()).containsExactly("release", "region-1");
        assertThat(release.type()).isEqualTo("note");
        assertThat(release.metadata()).containsEntry("number", 7).containsKey("nested");
        assertThat(release.conversationId()).contains("c-7");
        assertThat(release.createdAt())
                .isBetween(Instant.parse("2026-11-21T04:36:34Z"), Instant.parse("2026-11-21T04:36:36Z"));
        assertThat(stored("Grüße aus Zürich: 東京は雨です 🌧️ and a tab\there").tags())
                .containsExactly("unicode", "mötör");
        assertThat(stored("No tags were given to this one").tags()).containsExactly("untagged");
        assertThat(store.find(WORK, hashOf("The work store keeps what is said at work")))
                .isPresent();
        assertThat(store.find(SPACE, hashOf("This one was deleted again"))).isEmpty();
    }

    @Test
    void whatCameOverIsFoundByItsMeaning() {
        bring(PythonFiles.database(directory));

        String question = "what is hidden below the door mat?";
        assertThat(store.search(SPACE, new SearchQuery(question, embedder.embed(question), 1, MemoryFilter.NONE)))
                .extracting(hit -> hit.memory().type())
                .containsExactly("session");
    }

    @Test
    void theJsonExportOfThePythonServiceComesOverTheSame() {
        bring(PythonFiles.database(directory));
        List<StoredMemory> fromDatabase = everything();

        ImportReport again = bring(PythonFiles.export(directory));

        assertThat(again.unchanged()).isEqualTo(PythonFiles.MEMORIES);
        assertThat(again.stored()).isZero();
        assertThat(everything()).isEqualTo(fromDatabase);
    }

    @Test
    void anExportComesBackAsItWas() throws IOException {
        bring(PythonFiles.database(directory));
        Path file = export();
        List<StoredMemory> before = everything();
        store.close();
        Files.delete(directory.resolve("memory.db"));
        openStore();

        ImportReport report = bring(file);

        assertThat(report.stored()).isEqualTo(PythonFiles.MEMORIES);
        assertThat(everything()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aDamagedExportBringsNothingIn() throws IOException {
        bring(PythonFiles.database(directory));
        Path file = export();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        store.close();
        Files.delete(directory.resolve("memory.db"));
        openStore();

        assertThatThrownBy(() -> bring(file)).isInstanceOf(InvalidFileException.class);
        assertThat(everything()).isEmpty();
    }

    @Test
    void eachItemThatCannotComeIsNamedWithItsReason() throws IOException {
        String large = "x".repeat((1 << 20) + 1);
        ImportReport report = bring(json("""
                {"export_metadata": {"stores": ["default"]}, "memories": [
                  {"content": "good", "content_hash": "%s", "created_at": 1700000000.5},
                  {"content": " \\n ", "created_at": 1700000000},
                  {"content": "%s", "created_at": 1700000000},
                  {"content": "no date"},
                  {"content": "milliseconds", "created_at": 1700000000000},
                  {"content": "words", "created_at": "last week"},
                  {"content": "GOOD ", "created_at": 1600000000},
                  {"content": 7, "created_at": 1700000000},
                  {"content": "elsewhere", "created_at": 1700000000, "store": "attic"},
                  {"content": "nan", "created_at": NaN},
                  "text"
                ]}""".formatted(hashOf("good"), large)));

        assertThat(report.stored()).isEqualTo(1);
        assertThat(report.total()).isEqualTo(11);
        assertThat(skipped).hasSize(10);
        assertThat(reasons())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "memory 2", Reason.EMPTY,
                        "memory 3", Reason.TOO_LARGE,
                        "memory 4", Reason.BAD_DATE,
                        "memory 5", Reason.BAD_DATE,
                        "memory 6", Reason.BAD_DATE,
                        "memory 7", Reason.DUPLICATE,
                        "memory 8", Reason.UNREADABLE,
                        "memory 9", Reason.UNKNOWN_STORE,
                        "memory 10", Reason.BAD_DATE,
                        "memory 11", Reason.UNREADABLE));
        assertThat(stored("good").createdAt()).isEqualTo(Instant.parse("2023-11-14T22:13:20.500Z"));
    }

    @Test
    void whatOlderVersionsWroteDifferentlyIsUnderstood() throws IOException {
        ImportReport report = bring(json("""
                [{"content": "older", "content_hash": "%s", "tags": "a, b ,a", "memory_type": null,
                  "metadata": "{\\"k\\": 1}", "created_at": null, "created_at_iso": "2024-02-03 04:05:06.789"},
                 {"content": "odd", "metadata": "not json", "created_at_iso": "2024-02-03T04:05:06+02:00",
                  "superseded_by": "abc"}]""".formatted("0".repeat(64))));

        assertThat(report.stored()).isEqualTo(2);
        Memory older = stored("older");
        assertThat(older.tags()).containsExactly("a", "b");
        assertThat(older.type()).isEqualTo("observation");
        assertThat(older.createdAt()).isEqualTo(Instant.parse("2024-02-03T04:05:06.789Z"));
        assertThat(older.metadata()).containsEntry("k", 1).containsEntry(Importer.ORIGINAL_HASH, "0".repeat(64));
        Memory odd = stored("odd");
        assertThat(odd.tags()).containsExactly("superseded");
        assertThat(odd.metadata())
                .containsEntry("imported_metadata", "not json")
                .containsEntry("superseded_by", "abc");
        assertThat(odd.createdAt()).isEqualTo(Instant.parse("2024-02-03T02:05:06Z"));
    }

    @Test
    void manyMemoriesComeOverInBatches() throws IOException {
        String memories = String.join(
                ",",
                IntStream.range(0, 950)
                        .mapToObj(
                                i -> "{\"content\": \"number %d\", \"created_at\": %d}".formatted(i, 1_700_000_000 + i))
                        .toList());

        assertThat(bring(json("[" + memories + "]")).stored()).isEqualTo(950);
        assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 1).total()).isEqualTo(950);
    }

    @Test
    void ofAFileThatIsCutOffEverythingBeforeTheCutComesOver() throws IOException {
        Path file = json("[{\"content\": \"whole\", \"created_at\": 1700000000}, {\"content\": \"ha");

        assertThatThrownBy(() -> bring(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("cut off")
                .hasMessageContaining("line 1");
        assertThat(stored("whole")).isNotNull();
    }

    @Test
    void filesThatAreNoneOfTheKnownKindsAreRefusedWithWhatIs() throws IOException {
        assertThatThrownBy(() -> bring(Files.writeString(directory.resolve("a.txt"), "hello")))
                .hasMessageContaining("none of the known kinds")
                .hasMessageContaining("SQLite file");
        Path backup = directory.resolve("a.memorybackup");
        Files.write(backup, SampleBackups.file(SampleBackups.entries(), Optional.empty()));
        assertThatThrownBy(() -> bring(backup))
                .hasMessageContaining("is a backup")
                .hasMessageContaining("memory-service restore --server URL --key-file KEY --file " + backup);
        assertThatThrownBy(() -> bring(Files.writeString(directory.resolve("b"), "")))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> bring(directory.resolve("c"))).hasMessageContaining("There is no file");
        assertThatThrownBy(() -> bring(directory)).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> bring(json("{\"memories\": 3}"))).hasMessageContaining("no array 'memories'");
        assertThatThrownBy(() -> bring(json("{\"a\": [1, {\"memories\": []}]}")))
                .hasMessageContaining("no array");
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws SQLException {
        Path other = sqlite("other.db", "CREATE TABLE t (x)");
        Path view =
                sqlite("view.db", "CREATE VIEW memories AS SELECT 1 AS content_hash, 2 AS content, 3 AS created_at");
        Path columns = sqlite("columns.db", "CREATE TABLE memories (content)");

        assertThatThrownBy(() -> bring(other)).hasMessageContaining("no table 'memories'");
        assertThatThrownBy(() -> bring(view)).hasMessageContaining("no ordinary table");
        assertThatThrownBy(() -> bring(columns)).hasMessageContaining("lacks one of the columns");
    }

    @Test
    void valuesOfAnyTypeInADatabaseAreReadOrSkipped() throws SQLException {
        Path odd = sqlite(
                "odd.db",
                "CREATE TABLE memories (content_hash, content, tags, metadata, created_at)",
                "INSERT INTO memories VALUES (1, 'text', 5, 7, '1700000000'), ('h', x'00ff', NULL, NULL, 1),"
                        + " (NULL, 'fine', NULL, NULL, 1700000000), (NULL, 'blob date', '', '', x'00'),"
                        + " ('large', zeroblob(17000000), NULL, NULL, 1)");

        ImportReport report = bring(odd);

        assertThat(report.stored()).isEqualTo(1);
        assertThat(reasons())
                .isEqualTo(Map.of(
                        "row 1", Reason.BAD_DATE,
                        "row 2", Reason.UNREADABLE,
                        "row 4", Reason.BAD_DATE,
                        "row 5", Reason.TOO_LARGE));
    }

    @Test
    void aDamagedDatabaseIsReportedWithWhatToDo() throws IOException {
        Path file = PythonFiles.database(directory);
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);

        assertThatThrownBy(() -> bring(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(".recover");
    }

    @Test
    void aDatabaseIsReadWhileItsLogIsNotYetInTheFile() throws SQLException {
        Path file = PythonFiles.database(directory);
        try (Connection python = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = python.createStatement()) {
            statement.execute("PRAGMA journal_mode = wal");
            statement.execute("DROP TRIGGER memories_fts_ai");
            statement.execute(
                    "INSERT INTO memories (content_hash, content, created_at) VALUES ('x', 'only in the log', 1700000000)");

            assertThat(bring(file).stored()).isEqualTo(PythonFiles.MEMORIES + 1);
        }
        assertThat(stored("only in the log")).isNotNull();
    }

    @Test
    void anImportThatTheStoreStopsSaysSo() {
        Path file = PythonFiles.database(directory);
        store.close();

        assertThatThrownBy(() -> bring(file))
                .isInstanceOf(ImportStoppedException.class)
                .hasMessageContaining("shutting down");
    }

    @Test
    void aTombstoneOfAnExportIsSkipped() throws IOException {
        store.store(SPACE, memory("kept"), embedder.embed("kept"));
        store.store(SPACE, memoryAt(START, "gone"), embedder.embed("gone"));
        store.delete(SPACE, hashOf("gone"));

        ImportReport report = bring(export());

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(Map.of(Reason.DELETED, 1L));
    }

    private Map<String, Reason> reasons() {
        Map<String, Reason> reasons = new LinkedHashMap<>();
        skipped.forEach((place, why) -> reasons.put(place, why.reason()));
        return reasons;
    }

    private Path export() throws IOException {
        Path file = directory.resolve("export.jsonl.gz");
        try (OutputStream out = Files.newOutputStream(file)) {
            new Exporter(store, embedder.model(), embedder.dimension(), "test").export(Extent.EVERYTHING, out);
        }
        return file;
    }

    private List<StoredMemory> everything() {
        List<StoredMemory> everything = new ArrayList<>();
        store.readAll(Extent.EVERYTHING, everything::add);
        return everything;
    }

    private Path sqlite(String name, String... statements) throws SQLException {
        Path file = directory.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }
}
