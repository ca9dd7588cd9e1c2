package dev.memoryservice.server.document;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folder where files lie between their arrival and their end: beside the database, because the rest of the file
 * system is read-only or small. Private to this user; emptied when it is first used after a start.
 */
@Singleton
public final class Spool {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    /** What stays free for the database. */
    private static final long RESERVE = 67_108_864;

    private final Path directory;
    private boolean ready;

    Spool(ServerConfig config) {
        directory = config.documents()
                .directory()
                .orElseGet(() -> config.sqlite().path().toAbsolutePath().resolveSibling("uploads"));
    }

    /**
     * The folder, when there is room in it.
     *
     * @param bytes how many are expected
     * @throws RefusedException when the volume has no room for them
     */
    public Path withRoomFor(long bytes) {
        try {
            makeReady();
            if (Files.getFileStore(directory).getUsableSpace() - bytes < RESERVE) {
                throw new RefusedException(
                        RefusedException.Reason.BUSY,
                        "The volume of " + directory + " has no room for " + bytes
                                + " bytes more: free space or enlarge it, then send the document again");
            }
            return directory;
        } catch (IOException e) {
            throw new RefusedException(
                    RefusedException.Reason.BUSY,
                    "The folder for uploads " + directory + " cannot be used ("
                            + e.getClass().getSimpleName()
                            + "): make it writable, or set memory-service.documents.directory");
        }
    }

    /** Deletes a file, if it is there. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("The uploaded file %s cannot be deleted: %s", file, e);
        }
    }

    private synchronized void makeReady() throws IOException {
        if (ready) {
            return;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(
                directory,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0]);
        try (Stream<Path> left = Files.walk(directory)) {
            left.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(directory))
                    .forEach(Spool::delete);
        }
        ready = true;
    }
}
