package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.repository.RepositoryException;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.request.RefusedException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** What people are told of a failure. */
final class Failure {

    private static final Logger LOG = Logger.getLogger(Failure.class);

    private Failure() {}

    /** The reason in words; what nobody foresaw goes into the log as a whole. */
    static String told(Throwable why) {
        return switch (why) {
            case BackupException e -> e.getMessage();
            case RepositoryException e -> e.getMessage();
            case InvalidFileException e -> e.getMessage();
            case StoreUnavailableException e -> e.getMessage();
            case RefusedException e -> e.getMessage();
            case UncheckedIOException e ->
                "Reading or writing failed: " + e.getCause().getMessage();
            case OutOfMemoryError e -> "The memory limit leaves no room for it: raise it (" + e.getMessage() + ")";
            default -> {
                LOG.error("A failure that nobody foresaw", why);
                yield "The server failed to do this; its log says why";
            }
        };
    }
}
