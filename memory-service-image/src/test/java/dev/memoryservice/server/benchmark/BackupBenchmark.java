package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.Backends;
import dev.memoryservice.server.backup.BackupMaking;
import dev.memoryservice.server.backup.Verification;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.FolderRepository;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Backups and restores of a real database, of which a copy is made: {@code -p database=/path/to/memory.db}, with vectors of
 * the real model. Random vectors would compress worse than real ones, and equal ones better.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
@Fork(1)
public class BackupBenchmark {

    private static final String ID = "20261121T030000Z-k3x9";

    /** The database that is copied. */
    @Param("")
    private String database;

    private Path directory = Path.of("");
    private OnnxEmbedder embedder;
    private MemoryStore store;
    private Repository repository;
    private Space space = Space.of(Space.DEFAULT_TENANT);

    /** Opens a copy, and makes a backup of it. */
    @Setup
    public void open() throws IOException {
        if (database.isEmpty()) {
            throw new IllegalArgumentException("Say which database: -p database=/path/to/memory.db");
        }
        directory = Files.createTempDirectory(Path.of("target"), "benchmark");
        Files.copy(Path.of(database), directory.resolve("memory.db"));
        embedder = new OnnxEmbedder(TestModel.directory());
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), embedder.model(), embedder.dimension());
        String tenant = store.tenants().entrySet().stream()
                .max(Comparator.comparing(entry -> entry.getValue()))
                .orElseThrow()
                .getKey();
        space = new Space(tenant, Space.ALL_STORES);
        repository = new FolderRepository(directory.resolve("backups"));
        System.out.printf("%n%s: %d memories%n", tenant, store.tenants().get(tenant));
        System.out.println(backUp().size() + " bytes");
    }

    /** Removes everything. */
    @TearDown
    public void close() throws IOException {
        store.close();
        embedder.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A backup. */
    @Benchmark
    public BackupContents backUp() {
        return new BackupMaking(store, embedder.model(), embedder.dimension(), "benchmark")
                .make(ID, repository, Optional.empty(), () -> {});
    }

    /** Its proof by a restore beside the store. */
    @Benchmark
    public BackupContents verify() {
        return new Verification(
                        () -> repository.read(ID),
                        KeyRing.NONE,
                        directory.resolve("scratch"),
                        Backends::scratch,
                        () -> {})
                .run();
    }

    /** A restore over everything there is, with reading the backup before, and a search after. */
    @Benchmark
    public List<SearchHit> restoreAndSearch() {
        read(entry -> {});
        store.replace(new Replacement(
                Optional.empty(), this::read, difference -> new RestoreLog.Entry("benchmark", Instant.now(), "")));
        String question = "when does the release move";
        return store.search(space, new SearchQuery(question, embedder.embedQuestion(question), 10, MemoryFilter.NONE));
    }

    private void read(Consumer<SnapshotEntry> each) {
        try (InputStream in = repository.read(ID)) {
            BackupReader.read(in, KeyRing.NONE, each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
