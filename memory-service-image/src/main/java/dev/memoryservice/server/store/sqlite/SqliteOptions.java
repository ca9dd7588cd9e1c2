package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.search.Ranking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to open the SQLite backend.
 *
 * @param file the database, made when it is missing, as is its directory
 * @param pragmas tuning
 * @param readers the most connections that read at once, 1 or more
 * @param waitingWrites the most writes that may wait for the writer, 1 or more; further ones are refused
 * @param ranking what searches rank by
 * @param setAside the end of the name that the file is moved to before it is opened, once; empty to open it as it is
 * @param slow from how long on a statement is written into the log
 */
public record SqliteOptions(
        Path file,
        Pragmas pragmas,
        int readers,
        int waitingWrites,
        Ranking ranking,
        Optional<String> setAside,
        Duration slow) {

    private static final Duration SLOW = Duration.ofSeconds(1);

    /** The options for {@code file}: two readers a core, at least four, and 256 waiting writes. */
    public static SqliteOptions of(Path file, Pragmas pragmas) {
        return new SqliteOptions(
                file,
                pragmas,
                Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
                256,
                Ranking.DEFAULT,
                Optional.empty(),
                SLOW);
    }

    /** The same with another ranking. */
    public SqliteOptions withRanking(Ranking other) {
        return new SqliteOptions(file, pragmas, readers, waitingWrites, other, setAside, slow);
    }

    /** The same with the file moved aside first. */
    public SqliteOptions withSetAside(Optional<String> suffix) {
        return new SqliteOptions(file, pragmas, readers, waitingWrites, ranking, suffix, slow);
    }

    /** The same with another time from which on a statement is slow. */
    public SqliteOptions withSlow(Duration time) {
        return new SqliteOptions(file, pragmas, readers, waitingWrites, ranking, setAside, time);
    }
}
