package dev.memoryservice.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A folder that is gone when it is closed, at the latest when the server starts again. */
final class ScratchFolder implements AutoCloseable {

    private static final String PREFIX = "memory-service-scratch-";

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @param parent where; made when it is missing
     * @throws BackupException when it cannot be made
     */
    static ScratchFolder in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new ScratchFolder(Files.createTempDirectory(
                    parent, PREFIX + ProcessHandle.current().pid() + "-"));
        } catch (IOException e) {
            throw new BackupException("The scratch folder " + parent + " cannot be used: " + e
                    + ". Set memory-service.backup.scratch-directory to one that can be written to");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    /** Removes those of processes that have died; those of this process too, so before it makes any. */
    static void removeLeftovers(Path parent) {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> files = Files.list(parent)) {
            files.filter(ScratchFolder::isLeftover).toList().forEach(ScratchFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftover(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        String pid = name.substring(PREFIX.length()).replaceFirst("-.*", "");
        // In a container every process has the same number.
        return pid.matches("[0-9]{1,18}")
                && (Long.parseLong(pid) == ProcessHandle.current().pid()
                        || ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    }

    private static void delete(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The next start tries again.
            Logger.getLogger(ScratchFolder.class).warnf("The scratch folder %s cannot be removed: %s", path, e);
        }
    }
}
