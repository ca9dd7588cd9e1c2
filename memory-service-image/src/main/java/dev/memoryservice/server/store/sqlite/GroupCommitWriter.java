package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The only thread that writes. It takes everything that waits, does it in one transaction, and acknowledges after the
 * commit, so that many writers share one wait for the disk.
 *
 * <p>When anything in a group fails, the group is rolled back and each of its writes is done again in a transaction
 * of its own, so a failure hits only the write that caused it. Hence a write may run twice and must have no effect
 * but on the transaction until {@link Written#committed} runs. (Savepoints would do too, but FTS5 flushes its index at
 * every savepoint, which costs a fifth of the throughput.)
 *
 * <p>A platform thread, because SQLite blocks in native code, which would pin a virtual thread's carrier for good.
 */
final class GroupCommitWriter implements AutoCloseable {

    /** A change to the database; runs on the writer's thread inside its transaction. */
    @FunctionalInterface
    interface Writing<T> {
        Written<T> run(Session session) throws SQLException;
    }

    /**
     * What a change did.
     *
     * @param result for the caller
     * @param committed runs on the writer's thread after the commit and before the caller hears of it; must not fail
     */
    record Written<T>(T result, Runnable committed) {

        static <T> Written<T> of(T result) {
            return new Written<>(result, () -> {});
        }
    }

    /** Hears of the end of each transaction, on the writer's thread. */
    interface TransactionListener {

        /** After the commit and every write's {@link Written#committed}. */
        void committed();

        /** After a rollback; none of the writes' {@link Written#committed} will run. */
        void rolledBack();
    }

    private static final int LARGEST_GROUP = 128;
    private static final long IDLE_MILLISECONDS = 200;

    /** A transaction that takes longer waits for its volume: a group is committed in milliseconds. */
    private static final Duration STUCK = Duration.ofSeconds(10);

    private final Integrity integrity;
    private final Session session;
    private final BlockingQueue<Request<?>> queue;
    private final int capacity;
    private final Duration stuck;
    private final SlowStatements slow;
    private final TransactionListener listener;
    private final SearchGate gate;
    private final Thread thread;
    private final Object submitting = new Object();
    private volatile boolean closed;
    private volatile boolean refusing;
    private volatile OptionalLong busySince = OptionalLong.empty();
    private volatile CompletableFuture<?> probe = CompletableFuture.completedFuture(null);

    /** What waits for a transaction of its own; of the writer's thread. */
    private Optional<Request<?>> held = Optional.empty();

    /**
     * Starts the thread.
     *
     * @param session used by the writer only, from now on; closed with it
     * @param capacity the most writes that may wait
     * @param gate keeps searches away from writes that ask for it
     * @param slow hears of the statements
     */
    GroupCommitWriter(
            Integrity integrity,
            Session session,
            int capacity,
            TransactionListener listener,
            SearchGate gate,
            SlowStatements slow) {
        this(integrity, session, capacity, STUCK, listener, gate, slow);
    }

    /** @param stuck how long a transaction may take before further writes are refused */
    GroupCommitWriter(
            Integrity integrity,
            Session session,
            int capacity,
            Duration stuck,
            TransactionListener listener,
            SearchGate gate,
            SlowStatements slow) {
        this.stuck = stuck;
        this.slow = slow;
        this.integrity = integrity;
        this.session = session;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.capacity = capacity;
        this.listener = listener;
        this.gate = gate;
        this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().unstarted(this::run);
        thread.start();
    }

    /**
     * Does {@code writing} and waits until it is durable.
     *
     * @throws StoreUnavailableException when it was not done: the queue is full, the writer is closed or SQLite failed
     */
    <T> T write(Writing<T> writing) {
        Request<T> request = submit(writing);
        try {
            return await(request.done());
        } finally {
            slow.tell(request.longest());
        }
    }

    /**
     * Does {@code writing}, which takes long, in a transaction of its own, and refuses every other write until it is done.
     * No search comes between the commit and {@link Written#committed}.
     *
     * @throws StoreUnavailableException as {@link #write}, and when another one is at work
     */
    <T> T writeLong(Writing<T> writing) {
        CompletableFuture<T> done;
        synchronized (submitting) {
            done = submit(writing, true).done();
            refusing = true;
        }
        try {
            return await(done);
        } finally {
            refusing = false;
        }
    }

    /** Whether writes are refused, since one that takes long is at work. */
    boolean isRefusing() {
        return refusing;
    }

    private <T> T await(CompletableFuture<T> done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    // The write may be committed any moment: only waiting tells the caller the truth.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does {@code writing}, which must be harmless to do late, and waits only so long.
     *
     * @throws StoreUnavailableException as {@link #write}, and when the writer needs longer
     */
    <T> void writeWithin(long milliseconds, Writing<T> writing) {
        try {
            // One that is still on its way says what another one would, which would only fill the queue.
            if (probe.isDone()) {
                probe = submit(writing).done();
            }
            probe.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StoreUnavailableException(
                    StoreProblem.SLOW,
                    "The database %s did not finish a write in %d ms: its volume is slow or stuck"
                            .formatted(integrity.file(), milliseconds),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The check of the database was cancelled", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** How many writes wait for the next group. */
    int waiting() {
        return queue.size();
    }

    /** Finishes what waits, refuses everything new and closes the connection. */
    @Override
    public void close() {
        synchronized (submitting) {
            closed = true;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Request<T> submit(Writing<T> writing) {
        return submit(writing, false);
    }

    private <T> Request<T> submit(Writing<T> writing, boolean alone) {
        integrity.requireIntact();
        requireMoving();
        Request<T> request = new Request<>(writing, alone, new CompletableFuture<>());
        // Under the lock nothing can enter the queue after the writer has seen that it is closed and empty.
        synchronized (submitting) {
            if (closed) {
                throw new StoreUnavailableException("The server is shutting down. Try again when it is back");
            }
            if (refusing) {
                throw new StoreUnavailableException(
                        "A restore is replacing memories, and nothing can be written until it is done. Try again in some"
                                + " seconds");
            }
            if (!queue.offer(request)) {
                throw new StoreUnavailableException(
                        "The database %s is too busy: %d writes are waiting already. Try again in a second"
                                .formatted(integrity.file(), capacity));
            }
        }
        return request;
    }

    /** Nobody is made to wait behind a write that does not end: who waits takes a place that a read could have. */
    private void requireMoving() {
        OptionalLong since = busySince;
        // What is meant to take long says itself that it does.
        if (since.isPresent() && !refusing) {
            if (System.nanoTime() - since.getAsLong() > stuck.toNanos()) {
                throw new StoreUnavailableException(
                        StoreProblem.SLOW,
                        "The database %s has not finished a write for more than %d ms: its volume is slow or stuck. Try again later"
                                .formatted(integrity.file(), stuck.toMillis()));
            }
        }
    }

    private void run() {
        List<Request<?>> group = new ArrayList<>(LARGEST_GROUP);
        while (nextGroup(group)) {
            if (!commit(group) && group.size() > 1) {
                for (Request<?> request : group) {
                    commit(List.of(request));
                }
            }
            busySince = OptionalLong.empty();
            group.clear();
        }
        try {
            session.close();
        } catch (SQLException e) {
            // Everything acknowledged is on the disk already; the next open recovers the rest.
            System.getLogger(GroupCommitWriter.class.getName())
                    .log(System.Logger.Level.WARNING, "Closing the database " + integrity.file() + " failed", e);
        }
    }

    /** Waits for writes; false when there will be none any more. */
    private boolean nextGroup(List<Request<?>> group) {
        while (group.isEmpty()) {
            if (held.isPresent()) {
                group.add(held.get());
                held = Optional.empty();
                break;
            }
            boolean last = closed;
            try {
                Request<?> first = queue.poll(last ? 0 : IDLE_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, LARGEST_GROUP - 1);
                    if (group.size() > 1 && group.getLast().isAlone()) {
                        // Nothing can have come after it.
                        held = Optional.of(group.removeLast());
                    }
                } else if (last) {
                    return false;
                }
            } catch (InterruptedException e) {
                // Nobody may stop the writer but close(): go on.
            }
        }
        return true;
    }

    /** Tries the group in one transaction. A group of one that fails is told so; a larger one is left undone. */
    private boolean commit(List<Request<?>> group) {
        busySince = OptionalLong.of(System.nanoTime());
        try {
            session.beginWriting();
            for (Request<?> request : group) {
                request.execute(session);
            }
            if (group.getFirst().isAlone()) {
                gate.change(() -> commitAndFollow(group));
            } else {
                commitAndFollow(group);
            }
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            rollback();
            if (group.size() == 1) {
                group.getFirst().done().completeExceptionally(e);
            }
            return false;
        }
        group.forEach(Request::acknowledge);
        return true;
    }

    private void commitAndFollow(List<Request<?>> group) throws SQLException {
        session.commit();
        Optional<StatementClock.Timed> commit = session.longestStatement();
        group.forEach(request -> request.committed(commit));
        listener.committed();
    }

    private void rollback() {
        listener.rolledBack();
        try {
            session.rollbackAfterFailure();
        } catch (SQLException e) {
            System.getLogger(GroupCommitWriter.class.getName())
                    .log(System.Logger.Level.WARNING, "Rolling back in " + integrity.file() + " failed", e);
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case SQLException e -> integrity.failure(e);
            case TenantReplacement.Failed e -> integrity.failure(e.failure());
            case OutOfMemoryError e ->
                new StoreUnavailableException(
                        "The memory limit leaves no room for more memories: raise it, and -XX:MaxDirectMemorySize", e);
            case RuntimeException e -> e;
            default -> new IllegalStateException(cause);
        };
    }

    private static final class Request<T> {

        private final Writing<T> writing;
        private final boolean alone;
        private final CompletableFuture<T> done;
        private Written<T> written;
        private Optional<StatementClock.Timed> longest = Optional.empty();

        Request(Writing<T> writing, boolean alone, CompletableFuture<T> done) {
            this.writing = writing;
            this.alone = alone;
            this.done = done;
        }

        CompletableFuture<T> done() {
            return done;
        }

        void execute(Session session) throws SQLException {
            // What was before is another's.
            session.longestStatement();
            written = writing.run(session);
            longest = session.longestStatement();
        }

        boolean isAlone() {
            return alone;
        }

        /** @param commit how long that took, for all of the group */
        void committed(Optional<StatementClock.Timed> commit) {
            longest = StatementClock.Timed.longer(longest, commit);
            written.committed().run();
        }

        /** The statement that took longest, once it is done. */
        Optional<StatementClock.Timed> longest() {
            return longest;
        }

        void acknowledge() {
            done.complete(written.result());
        }
    }
}
