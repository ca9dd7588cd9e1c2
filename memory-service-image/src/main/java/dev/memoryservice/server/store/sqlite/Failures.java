package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what an SQLite failure means for the user and what to do about it. */
final class Failures {

    private Failures() {}

    /** The failure as the port's exception. */
    static StoreUnavailableException unavailable(Path file, SQLException failure) {
        return new StoreUnavailableException(
                "The database %s %s (%s)".formatted(file, explain(failure), failure.getMessage()), failure);
    }

    private static String explain(SQLException failure) {
        // The low byte of an extended result code is the primary one (sqlite.org/rescode.html).
        int code = failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
        return switch (code >= 0 ? SQLiteErrorCode.getErrorCode(code) : SQLiteErrorCode.UNKNOWN_ERROR) {
            case SQLITE_FULL -> "is full: free space on its volume or enlarge it, writing goes on by itself then";
            case SQLITE_READONLY -> "cannot be written: its file or volume is read-only, make it writable and restart";
            case SQLITE_IOERR -> "had an input/output error: check its volume and the machine's log";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "is damaged: restore a backup, and keep the damaged file for analysis";
            case SQLITE_CANTOPEN, SQLITE_PERM -> "cannot be opened: check that it exists and this user may use it";
            case SQLITE_BUSY, SQLITE_LOCKED -> "is in use by another program: end that program, then try again";
            case SQLITE_NOMEM -> "ran out of memory: raise the memory limit";
            case SQLITE_TOOBIG -> "does not take values of this size: shorten the content";
            default -> "failed";
        };
    }
}
