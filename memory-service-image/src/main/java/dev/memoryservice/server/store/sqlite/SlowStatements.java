package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.store.sqlite.StatementClock.Timed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Writes statements that took long into the log, on the thread of the request, whose id is in the line. Their text names
 * tables and columns and never a value.
 */
final class SlowStatements {

    private static final Logger LOG = Logger.getLogger(SlowStatements.class);
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Duration slow;

    /** @param slow from how long on a statement is told */
    SlowStatements(Duration slow) {
        this.slow = slow;
    }

    /** Tells of the longest statement of a request, if it took long. */
    void tell(Optional<Timed> longest) {
        if (longest.isEmpty()) {
            return;
        }
        long nanoseconds = longest.get().nanoseconds();
        if (nanoseconds >= slow.toNanos()) {
            LOG.warnf("Slow SQL: %d ms: %s", TimeUnit.NANOSECONDS.toMillis(nanoseconds), text(longest.get()));
        } else if (LOG.isDebugEnabled()) {
            LOG.debugf("SQL: %d us: %s", TimeUnit.NANOSECONDS.toMicros(nanoseconds), text(longest.get()));
        }
    }

    private static String text(Timed statement) {
        return SPACES.matcher(statement.sql()).replaceAll(" ").strip();
    }
}
