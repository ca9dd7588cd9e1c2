package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Read-only connections for many threads: opened when first needed, at most a fixed number, the one used last used
 * next, since its cache is warm. Reading never waits for the writer.
 */
final class ReaderPool implements AutoCloseable {

    /** Something to do with a read-only connection. */
    @FunctionalInterface
    interface Reading<T> {
        T run(Session session) throws SQLException;
    }

    private static final long LONGEST_WAIT_SECONDS = 5;

    private final Integrity integrity;
    private final Pragmas pragmas;
    private final int size;
    private final SlowStatements slow;
    private final Semaphore free;
    private final Deque<Session> idle = new ArrayDeque<>();
    private volatile boolean closed;

    /** @param size the most connections, at least 1 */
    ReaderPool(Integrity integrity, Pragmas pragmas, int size, SlowStatements slow) {
        this.integrity = integrity;
        this.pragmas = pragmas;
        this.size = size;
        this.slow = slow;
        this.free = new Semaphore(size, true);
    }

    /** Runs {@code reading} over one unchanging state of the database. */
    <T> T readConsistently(Reading<T> reading) {
        return read(session -> {
            session.begin();
            try {
                return reading.run(session);
            } finally {
                session.rollback();
            }
        });
    }

    /**
     * Runs {@code reading}; each of its queries sees the newest state.
     *
     * @throws StoreUnavailableException when no connection gets free in five seconds, or SQLite fails
     */
    <T> T read(Reading<T> reading) {
        acquire();
        try {
            return runOn(take(), reading);
        } catch (SQLException e) {
            throw integrity.failure(e);
        } finally {
            free.release();
        }
    }

    /**
     * Runs {@code reading}, which may take minutes, over one unchanging state of the database and on a connection of its
     * own, so that it takes none away from the requests. The write-ahead log grows for as long as it runs.
     */
    <T> T readApart(Reading<T> reading) {
        if (closed) {
            throw new StoreUnavailableException("The server is shutting down. Try again when it is back");
        }
        try (Session session = Session.open(integrity.file(), Session.Mode.READ, pragmas)) {
            session.begin();
            T result = reading.run(session);
            session.rollback();
            return result;
        } catch (SQLException e) {
            throw integrity.failure(e);
        }
    }

    private <T> T runOn(Session session, Reading<T> reading) throws SQLException {
        boolean healthy = false;
        try {
            T result = reading.run(session);
            healthy = true;
            return result;
        } finally {
            slow.tell(session.longestStatement());
            if (healthy) {
                giveBack(session);
            } else {
                // Its state is unknown now.
                session.close();
            }
        }
    }

    /** Waits for running readings and closes the connections. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        free.acquireUninterruptibly(size);
        synchronized (idle) {
            try {
                while (!idle.isEmpty()) {
                    idle.pop().close();
                }
            } catch (SQLException e) {
                throw integrity.failure(e);
            }
        }
    }

    private void acquire() {
        if (closed) {
            throw new StoreUnavailableException("The server is shutting down. Try again when it is back");
        }
        try {
            if (!free.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        "The database %s is too busy: all %d readers were in use for %d seconds. Try again later"
                                .formatted(integrity.file(), size, LONGEST_WAIT_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The request was cancelled while it waited for the database", e);
        }
    }

    private Session take() throws SQLException {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return Session.open(integrity.file(), Session.Mode.READ, pragmas);
    }

    private void giveBack(Session session) {
        synchronized (idle) {
            idle.push(session);
        }
    }
}
