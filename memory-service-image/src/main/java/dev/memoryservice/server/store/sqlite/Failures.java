package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what an SQLite failure means for the user and what to do about it. */
final class Failures {

    private Failures() {}

    private record Explanation(StoreProblem problem, String words) {}

    private static final Explanation FULL = new Explanation(
            StoreProblem.FULL, "is full: free space on its volume or enlarge it, writing goes on by itself then");

    private static final Explanation FAILING =
            new Explanation(StoreProblem.FAILING, "had an input/output error: check its volume and the machine's log");

    private static final Explanation READ_ONLY = new Explanation(
            StoreProblem.READ_ONLY,
            "cannot be written: its file or volume is read-only; see the node's log for an error of its file system,"
                    + " make it writable and restart");

    /** The failure as the port's exception. */
    static StoreUnavailableException unavailable(Path file, SQLException failure) {
        Explanation explanation = explain(file, failure);
        return new StoreUnavailableException(
                explanation.problem(),
                "The database %s %s (%s)".formatted(file, explanation.words(), failure.getMessage()),
                failure);
    }

    /** The database is not whole. */
    static StoreUnavailableException damaged(Path file, String detail) {
        return new StoreUnavailableException(
                StoreProblem.DAMAGED,
                "The database %s is damaged: restore a backup, and keep the damaged file for analysis (%s)"
                        .formatted(file, detail));
    }

    /** There is no room on the volume. */
    static StoreUnavailableException full(Path file, String detail) {
        return new StoreUnavailableException(
                FULL.problem(), "The database %s %s (%s)".formatted(file, FULL.words(), detail));
    }

    /** Opening the file or those beside it failed. */
    static StoreUnavailableException unopened(Path file, IOException failure) {
        return isReadOnly(failure)
                ? new StoreUnavailableException(
                        READ_ONLY.problem(),
                        "The database %s %s (%s)".formatted(file, READ_ONLY.words(), failure),
                        failure)
                : new StoreUnavailableException(
                        "Cannot open the database %s: %s. Check that the directory exists and that this user may write to it"
                                .formatted(file, failure),
                        failure);
    }

    private static Explanation explain(Path file, SQLException failure) {
        // The low byte of an extended result code is the primary one (sqlite.org/rescode.html).
        int code = failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
        return switch (code >= 0 ? SQLiteErrorCode.getErrorCode(code) : SQLiteErrorCode.UNKNOWN_ERROR) {
            case SQLITE_FULL -> FULL;
            case SQLITE_READONLY -> READ_ONLY;
            case SQLITE_IOERR -> isOnReadOnlyVolume(file) ? READ_ONLY : FAILING;
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                new Explanation(
                        StoreProblem.DAMAGED, "is damaged: restore a backup, and keep the damaged file for analysis");
            case SQLITE_CANTOPEN, SQLITE_PERM ->
                isOnReadOnlyVolume(file)
                        ? READ_ONLY
                        : new Explanation(
                                StoreProblem.GONE, "cannot be opened: check that it exists and this user may use it");
            case SQLITE_BUSY, SQLITE_LOCKED -> other("is in use by another program: end that program, then try again");
            case SQLITE_NOMEM -> other("ran out of memory: raise the memory limit");
            case SQLITE_TOOBIG -> other("does not take values of this size: shorten the content");
            default -> other("failed");
        };
    }

    private static Explanation other(String words) {
        return new Explanation(StoreProblem.UNAVAILABLE, words);
    }

    /**
     * Whether nothing can be made beside the file because the volume was mounted so, or the kernel made it so after an
     * error: SQLite tells either as an input/output error.
     */
    private static boolean isOnReadOnlyVolume(Path file) {
        Path scratch = file.resolveSibling(file.getFileName() + ".writable");
        try (FileChannel made = FileChannel.open(
                scratch, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            return !made.isOpen();
        } catch (IOException refused) {
            return isReadOnly(refused);
        }
    }

    private static boolean isReadOnly(IOException failure) {
        return failure instanceof FileSystemException refused
                && String.valueOf(refused.getReason()).contains("Read-only file system");
    }
}
