package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitWriterTest {

    private static final int CAPACITY = 8;

    private static final GroupCommitWriter.TransactionListener UNHEARD = new GroupCommitWriter.TransactionListener() {
        @Override
        public void committed() {}

        @Override
        public void rolledBack() {}
    };

    @TempDir
    private Path directory;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch writerMayGoOn = new CountDownLatch(1);
    private final AtomicInteger commits = new AtomicInteger();
    private final List<String> published = Collections.synchronizedList(new ArrayList<>());
    private Session reader;
    private GroupCommitWriter writer;

    @BeforeEach
    void open() throws SQLException {
        Path file = directory.resolve("test.db");
        Session session = Session.open(file, Session.Mode.WRITE, Pragmas.NONE);
        session.execute("CREATE TABLE word (text TEXT UNIQUE)");
        reader = Session.open(file, Session.Mode.READ, Pragmas.NONE);
        writer = new GroupCommitWriter(
                new Integrity(file),
                session,
                CAPACITY,
                new GroupCommitWriter.TransactionListener() {
                    @Override
                    public void committed() {
                        commits.incrementAndGet();
                    }

                    @Override
                    public void rolledBack() {
                        published.add("rolled back");
                    }
                },
                new SearchGate(),
                new SlowStatements(Duration.ofSeconds(1)));
    }

    @AfterEach
    void close() throws SQLException {
        writerMayGoOn.countDown();
        writer.close();
        reader.close();
        clients.close();
    }

    private String write(String word) {
        return writer.write(session -> {
            session.update("INSERT INTO word VALUES (?)", word);
            return new Written<>(word, () -> published.add(word));
        });
    }

    private long count() throws SQLException {
        return reader.number(-1, "SELECT count(*) FROM word");
    }

    /** Keeps the writer busy, so that what comes next waits and is done as one group. */
    private void blockWriter() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        clients.execute(() -> writer.write(session -> {
            blocked.countDown();
            awaitUninterruptibly(writerMayGoOn);
            return Written.of(true);
        }));
        blocked.await();
    }

    private List<Future<String>> submit(String... words) {
        List<Future<String>> futures = new ArrayList<>();
        for (String word : words) {
            int waiting = futures.size();
            futures.add(clients.submit(() -> write(word)));
            await().until(() -> writer.waiting() == waiting + 1);
        }
        return futures;
    }

    @Test
    void whatWasWrittenIsVisibleAndPublishedWhenTheCallerHearsOfIt() throws Exception {
        assertThat(write("one")).isEqualTo("one");

        assertThat(count()).isEqualTo(1);
        assertThat(published).containsExactly("one");
    }

    @Test
    void everythingThatWaitsIsCommittedTogether() throws Exception {
        blockWriter();
        List<Future<String>> futures = submit("a", "b", "c", "d", "e");

        writerMayGoOn.countDown();
        for (Future<String> future : futures) {
            future.get();
        }

        assertThat(commits).hasValue(2);
        assertThat(published).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aWriteThatFailsFailsAlone() throws Exception {
        write("taken");
        blockWriter();
        List<Future<String>> futures = submit("a", "taken", "b");

        writerMayGoOn.countDown();

        assertThat(futures.get(0).get()).isEqualTo("a");
        assertThat(futures.get(2).get()).isEqualTo("b");
        assertThatThrownBy(() -> futures.get(1).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("UNIQUE");
        assertThat(count()).isEqualTo(3);
        // Published once each, and only what was committed; the group's and the write's own rollback are told.
        assertThat(published).containsExactly("taken", "rolled back", "a", "rolled back", "b");
    }

    @Test
    void nothingIsAcknowledgedThatTheCommitRefuses() throws Exception {
        // The constraint is checked at the commit, when the write itself has long succeeded.
        write("before");
        writer.write(session -> {
            session.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            session.execute("CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
            return Written.of(true);
        });

        assertThatThrownBy(() -> writer.write(session -> {
                    session.update("INSERT INTO child VALUES (1)");
                    return new Written<>(true, () -> published.add("orphan"));
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("FOREIGN KEY");

        assertThat(published).containsExactly("before", "rolled back");
        assertThat(reader.number(-1, "SELECT count(*) FROM child")).isZero();
    }

    @Test
    void aProgrammingErrorReachesTheCallerAndNotTheWriter() {
        assertThatThrownBy(() -> writer.write(session -> {
                    throw new IllegalArgumentException("broken");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");

        assertThat(write("afterwards")).isEqualTo("afterwards");
    }

    @Test
    void aFullQueueRefusesAndSaysWhatToDo() throws Exception {
        blockWriter();
        List<Future<String>> futures = submit("a", "b", "c", "d", "e", "f", "g", "h");

        assertThatThrownBy(() -> write("too many"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("8 writes are waiting already. Try again in a second");

        writerMayGoOn.countDown();
        for (Future<String> future : futures) {
            future.get();
        }
        assertThat(count()).isEqualTo(8);
    }

    @Test
    void nobodyHasToWaitBehindAWriteThatDoesNotEnd() throws Exception {
        Path file = directory.resolve("other.db");
        Session session = Session.open(file, Session.Mode.WRITE, Pragmas.NONE);
        try (GroupCommitWriter impatient = new GroupCommitWriter(
                new Integrity(file),
                session,
                CAPACITY,
                Duration.ofMillis(20),
                UNHEARD,
                new SearchGate(),
                new SlowStatements(Duration.ofSeconds(1)))) {
            CountDownLatch mayGoOn = new CountDownLatch(1);
            List<Future<?>> attempts = new ArrayList<>();
            try {
                attempts.add(clients.submit(() -> impatient.write(first -> {
                    awaitUninterruptibly(mayGoOn);
                    return Written.of(true);
                })));
                await().until(() -> {
                    attempts.add(clients.submit(() -> impatient.write(later -> Written.of(true))));
                    return attempts.stream()
                            .filter(attempt -> attempt.state() == Future.State.FAILED)
                            .anyMatch(attempt -> attempt.exceptionNow()
                                    .getMessage()
                                    .contains("has not finished a write for more than 20 ms"));
                });
            } finally {
                mayGoOn.countDown();
            }
            attempts.getFirst().get();
            // On a busy machine any write may take more than 20 ms.
            await().ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> impatient.write(last -> Written.of("goes on")), "goes on"::equals);
        }
    }

    @Test
    void aSlowWriterIsReportedToWhoMayNotWait() throws Exception {
        blockWriter();

        assertThatThrownBy(() -> writer.writeWithin(10, session -> Written.of(true)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("did not finish a write in 10 ms");
    }

    @Test
    void anInterruptedCallerLearnsTheTruth() throws Exception {
        blockWriter();
        CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            write("interrupted");
            interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
        });
        await().until(() -> writer.waiting() == 1);
        caller.interrupt();

        writerMayGoOn.countDown();

        assertThat(interruptedAfterwards.get()).isTrue();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void closingFinishesWhatWaitsAndRefusesTheRest() throws Exception {
        blockWriter();
        List<Future<String>> futures = submit("a", "b");
        Future<?> closing = clients.submit(() -> writer.close());
        await().untilAsserted(() -> assertThatThrownBy(() -> writer.write(session -> Written.of(true)))
                .hasMessageContaining("shutting down"));

        writerMayGoOn.countDown();
        closing.get();

        assertThat(futures.get(0).get()).isEqualTo("a");
        assertThat(futures.get(1).get()).isEqualTo("b");
        assertThat(count()).isEqualTo(2);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
