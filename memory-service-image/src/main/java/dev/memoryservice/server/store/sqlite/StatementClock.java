package dev.memoryservice.server.store.sqlite;

import java.util.Optional;

/**
 * Finds the statement of a session that took longest: each counts from when it was asked for until the next one was, with the
 * work on its rows, as SQLite finds rows only when they are read. Costs one look at a clock for each statement.
 */
final class StatementClock {

    /**
     * A statement and how long it took.
     *
     * @param sql its text, with a ? in place of each value
     */
    record Timed(String sql, long nanoseconds) {

        /** The one of both that took longer. */
        static Optional<Timed> longer(Optional<Timed> one, Optional<Timed> other) {
            boolean otherIs = other.isPresent()
                    && (one.isEmpty() || other.get().nanoseconds() > one.get().nanoseconds());
            return otherIs ? other : one;
        }
    }

    private String running = "";
    private long since;
    private String longest = "";
    private long nanoseconds;

    /** A statement begins, and what was before it has ended. */
    void begin(String sql) {
        end();
        running = sql;
        since = System.nanoTime();
    }

    /** The longest since this was last asked; empty when there was none. */
    Optional<Timed> longest() {
        end();
        Optional<Timed> found = longest.isEmpty() ? Optional.empty() : Optional.of(new Timed(longest, nanoseconds));
        longest = "";
        nanoseconds = 0;
        return found;
    }

    private void end() {
        if (running.isEmpty()) {
            return;
        }
        long took = System.nanoTime() - since;
        if (longest.isEmpty() || took > nanoseconds) {
            longest = running;
            nanoseconds = took;
        }
        running = "";
    }
}
