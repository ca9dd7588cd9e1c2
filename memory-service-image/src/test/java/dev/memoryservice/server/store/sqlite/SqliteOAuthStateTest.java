package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.state.Entry;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.OAuthState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOAuthStateTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path directory;

    private MemoryStore store;

    @BeforeEach
    void open() {
        store = TestStores.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasPutIsThereAfterARestart() {
        Entry entry = entry(Kind.GRANT, "g", "alice", "{\"a\":1}", 60);
        state().put(entry);
        store.close();
        open();

        assertThat(state().find(Kind.GRANT, "g", NOW)).contains(entry);
        assertThat(state().find(Kind.CLIENT, "g", NOW)).isEmpty();
        assertThat(state().ofOwner(Kind.GRANT, "alice", NOW)).containsExactly(entry);
        assertThat(state().ofOwner(Kind.GRANT, "bob", NOW)).isEmpty();
        assertThat(state().all(Kind.GRANT, NOW)).containsExactly(entry);
    }

    @Test
    void whatHasExpiredIsNotFoundAndGoesWithThePurge() {
        state().put(entry(Kind.CODE, "old", "", "{}", 0));
        state().put(entry(Kind.CODE, "new", "", "{}", 1));

        assertThat(state().find(Kind.CODE, "old", NOW)).isEmpty();
        assertThat(state().update(Kind.CODE, "old", NOW, entry -> entry)).isEmpty();
        assertThat(state().all(Kind.CODE, NOW)).extracting(Entry::id).containsExactly("new");
        assertThat(state().purge(NOW, 10)).isEqualTo(1);
        assertThat(state().purge(NOW, 10)).isZero();
    }

    @Test
    void updatesOfOneEntryNeverOverlap() throws InterruptedException {
        state().put(entry(Kind.CODE, "c", "", "0", 60));

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<?> update = () -> state().update(Kind.CODE, "c", NOW, SqliteOAuthStateTest::plusOne);
            threads.invokeAll(Collections.nCopies(100, update));
        }

        assertThat(state().find(Kind.CODE, "c", NOW).orElseThrow().value()).isEqualTo("100");
    }

    @Test
    void anUpdateTellsWhatWasThereBefore() {
        state().put(entry(Kind.CODE, "c", "", "0", 60));

        OAuthState.Change change = state().update(Kind.CODE, "c", NOW, SqliteOAuthStateTest::plusOne)
                .orElseThrow();

        assertThat(change.before().value()).isEqualTo("0");
        assertThat(change.after().value()).isEqualTo("1");
    }

    @Test
    void whereAKindIsFullTheEntryThatExpiresFirstGoes() {
        for (int i = 0; i < Kind.CLIENT.most(); i++) {
            state().put(entry(Kind.CLIENT, "c" + i, "", "{}", 1000 + i));
        }
        state().put(entry(Kind.GRANT, "g", "", "{}", 1));

        state().put(entry(Kind.CLIENT, "one more", "", "{}", 1));

        assertThat(state().all(Kind.CLIENT, NOW)).hasSize(Kind.CLIENT.most());
        assertThat(state().find(Kind.CLIENT, "c0", NOW)).isEmpty();
        assertThat(state().find(Kind.CLIENT, "c1", NOW)).isPresent();
        assertThat(state().find(Kind.CLIENT, "one more", NOW)).isPresent();
        assertThat(state().find(Kind.GRANT, "g", NOW)).isPresent();
    }

    @Test
    void whatIsRemovedIsGone() {
        state().put(entry(Kind.SESSION, "s", "alice", "{}", 60));

        assertThat(state().remove(Kind.SESSION, "s")).isTrue();
        assertThat(state().remove(Kind.SESSION, "s")).isFalse();
        assertThat(state().find(Kind.SESSION, "s", NOW)).isEmpty();
    }

    private static Entry plusOne(Entry entry) {
        return new Entry(
                entry.kind(),
                entry.id(),
                entry.owner(),
                Integer.toString(Integer.parseInt(entry.value()) + 1),
                entry.expires());
    }

    private static Entry entry(Kind kind, String id, String owner, String value, long seconds) {
        return new Entry(kind, id, owner, value, NOW.plusSeconds(seconds));
    }

    private OAuthState state() {
        return store.oauth();
    }
}
