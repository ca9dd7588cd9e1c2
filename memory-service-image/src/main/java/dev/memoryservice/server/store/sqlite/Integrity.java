package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Knows whether the database is whole. Once damage was seen, by a check or by a request that hit it, nothing is written
 * any more, because a write upon damage spreads it; what the damage does not touch can still be read. Only another file
 * ends that: a damaged one does not heal.
 */
final class Integrity {

    private final Path file;
    private volatile Optional<StoreUnavailableException> damage = Optional.empty();

    Integrity(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** The failure as the port's exception; remembered if it tells of damage. */
    StoreUnavailableException failure(SQLException cause) {
        StoreUnavailableException failure = Failures.unavailable(file, cause);
        if (failure.problem() == StoreProblem.DAMAGED) {
            remember(failure);
        }
        return failure;
    }

    /** @throws StoreUnavailableException when damage was seen */
    void requireIntact() {
        if (damage.isPresent()) {
            StoreUnavailableException seen = damage.get();
            throw new StoreUnavailableException(seen.problem(), seen.getMessage(), seen);
        }
    }

    /**
     * Reads the whole file and proves that its structure is whole. SQLite keeps no checksums: a byte that changed inside
     * a value is not seen.
     *
     * @throws StoreUnavailableException when it is not
     */
    void check(Session session) throws SQLException {
        try (ResultSet rows = session.query("PRAGMA quick_check(1)")) {
            String result = rows.next() ? rows.getString(1) : "no answer";
            if (!result.equals("ok")) {
                StoreUnavailableException found = Failures.damaged(file, result.replace('\n', ' '));
                remember(found);
                throw found;
            }
        }
    }

    private void remember(StoreUnavailableException seen) {
        if (damage.isEmpty()) {
            damage = Optional.of(seen);
            System.getLogger(Integrity.class.getName()).log(System.Logger.Level.ERROR, seen.getMessage());
        }
    }
}
