package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A database that a newer server changed, which this one cannot use. Put aside, an empty one can be begun in its place and
 * get the memories of a backup: the way back from a newer server. Nothing is deleted.
 */
public final class NewerDatabase {

    private NewerDatabase() {}

    /**
     * Renames the file if a newer server changed it, together with what SQLite keeps beside it. Nobody may have it open.
     *
     * @return its new place; empty if there is none, or this server can use it
     * @throws StoreUnavailableException when it cannot be read or renamed
     */
    public static Optional<Path> setAside(Path file) {
        try {
            return Files.exists(file) && version(file) > Schema.version()
                    ? Optional.of(rename(file))
                    : Optional.empty();
        } catch (SQLException | IOException e) {
            throw new StoreUnavailableException("Cannot put the database %s aside: %s".formatted(file, e), e);
        }
    }

    /** Opened for writing, so that what is in the write-ahead log is in the file when it is closed. */
    private static long version(Path file) throws SQLException {
        try (Session session = Session.open(file, Session.Mode.WRITE, Pragmas.NONE)) {
            return session.number(0, "PRAGMA user_version");
        }
    }

    private static Path rename(Path file) throws IOException {
        Path aside = file.resolveSibling(
                file.getFileName() + ".newer-" + Instant.now().toString().replace(":", ""));
        for (String suffix : List.of("-wal", "-shm")) {
            Path beside = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(beside)) {
                Files.move(beside, aside.resolveSibling(aside.getFileName() + suffix));
            }
        }
        return Files.move(file, aside);
    }
}
