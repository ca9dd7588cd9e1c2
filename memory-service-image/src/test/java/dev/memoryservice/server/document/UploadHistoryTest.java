package dev.memoryservice.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadHistoryTest {

    private static final Instant NOW = SampleMemories.START;

    @TempDir
    Path directory;

    @Test
    void whatBecameOfAnUploadOutlivesARestart() {
        Upload done = upload("one", 0)
                .ended(Upload.Status.COMPLETED, new Upload.Progress(3, 3, 2, 1), List.of("a, \"b\""), NOW);
        try (MemoryStore store = open()) {
            store.uploads().save("alice", upload("one", 0));
            store.uploads().save("alice", done);
        }
        try (MemoryStore store = open()) {
            assertThat(store.uploads().find("alice", "one")).contains(done);
            assertThat(store.uploads().endUnfinished("stopped", NOW)).isZero();
        }
    }

    @Test
    void anUploadThatTheServerDidNotLiveToFinishHasFailed() {
        try (MemoryStore store = open()) {
            store.uploads()
                    .save("alice", upload("one", 0).with(Upload.Status.PROCESSING, new Upload.Progress(9, 4, 4, 0)));
            store.uploads().save("bob", upload("two", 0));
        }
        try (MemoryStore store = open()) {
            assertThat(store.uploads().endUnfinished("The server stopped", NOW)).isEqualTo(2);
            assertThat(store.uploads().find("alice", "one")).hasValueSatisfying(upload -> {
                assertThat(upload.status()).isEqualTo(Upload.Status.FAILED);
                assertThat(upload.errors()).containsExactly("The server stopped");
                assertThat(upload.progress().stored()).isEqualTo(4);
                assertThat(upload.completedAt()).contains(NOW);
            });
        }
    }

    @Test
    void noTenantSeesOrRemovesTheUploadsOfAnother() {
        try (MemoryStore store = open()) {
            UploadHistory history = store.uploads();
            history.save("alice", upload("one", 0));
            history.save("bob", upload("one", 1));

            assertThat(history.newest("alice", 10)).containsExactly(upload("one", 0));
            assertThat(history.find("carol", "one")).isEmpty();
            assertThat(history.remove("carol", "one")).isFalse();
            assertThat(history.remove("alice", "one")).isTrue();
            assertThat(history.find("alice", "one")).isEmpty();
            assertThat(history.find("bob", "one")).isPresent();
        }
    }

    @Test
    void nothingIsLeftOfTheUploadsOfATenantThatIsErased() {
        try (MemoryStore store = open()) {
            store.uploads().save("alice", upload("one", 0));
            store.uploads().save("bob", upload("two", 0));

            store.erase("alice", 10);

            assertThat(store.uploads().newest("alice", 10)).isEmpty();
            assertThat(store.uploads().newest("bob", 10)).hasSize(1);
        }
    }

    @Test
    void theNewestComeFirstAndOnlySoManyAreKept() {
        try (MemoryStore store = open()) {
            UploadHistory history = store.uploads();
            history.save("alice", upload("running", 0));
            for (int i = 1; i <= UploadHistory.KEPT + 3; i++) {
                history.save(
                        "alice",
                        upload("u" + i, i)
                                .ended(Upload.Status.FAILED, Upload.Progress.NONE, List.of(), NOW.plusSeconds(i)));
            }

            List<Upload> kept = history.newest("alice", 2_000);
            assertThat(kept).hasSize(UploadHistory.KEPT + 1);
            assertThat(kept.getFirst().id()).isEqualTo("u" + (UploadHistory.KEPT + 3));
            assertThat(kept).extracting(Upload::id).contains("running", "u4").doesNotContain("u1", "u2", "u3");
        }
    }

    private MemoryStore open() {
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), "test", SampleMemories.DIMENSION);
    }

    private static Upload upload(String id, int seconds) {
        return new Upload(
                id,
                "default",
                "notes.txt",
                12,
                List.of("tag, with comma"),
                Upload.Status.QUEUED,
                Upload.Progress.NONE,
                List.of(),
                NOW.plusSeconds(seconds),
                Optional.empty());
    }
}
