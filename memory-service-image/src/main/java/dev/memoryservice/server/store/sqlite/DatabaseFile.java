package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The database's file while this process owns it. Made private to its owner (0600, its directory 0700) when missing;
 * locked against every other process through a lock file beside it, because two writers with their own vectors in
 * memory would not see each other's memories. The operating system drops the lock with the process, however it dies.
 *
 * <p>Nothing here may open the database file itself while SQLite has it open: closing it again would drop SQLite's
 * own POSIX locks.
 */
final class DatabaseFile implements AutoCloseable {

    /** A few memories with their vectors and the log of writing them, in bytes. */
    private static final long LEAST_ROOM = 256 * 1_024;

    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    private final Path path;
    private final FileChannel lockFile;
    private final boolean uncleanlyClosed;
    private final Optional<Object> identity;

    /**
     * Takes the file.
     *
     * @param setAside the end of the name that it is moved to first, unless there is such a file; empty to leave it
     * @throws StoreUnavailableException when another process has it, its file system is unfit or it cannot be made
     */
    DatabaseFile(Path file, Optional<String> setAside) {
        try {
            Path absolute = file.toAbsolutePath().normalize();
            createPrivateDirectory(absolute.getParent());
            this.path = absolute.getParent().toRealPath().resolve(absolute.getFileName());
            refuseUnfitFileSystem(Files.exists(path) ? path.toRealPath() : path);
            this.lockFile = lock(path);
            if (setAside.isPresent()) {
                moveAside(path, setAside.get());
            }
            this.uncleanlyClosed = sizeOf(sibling("-wal")) > 0;
            createPrivate(path);
            this.identity = Optional.ofNullable(Files.getAttribute(path, "fileKey"));
        } catch (IOException e) {
            throw Failures.unopened(file, e);
        }
    }

    Path path() {
        return path;
    }

    /** Whether the last process that had the file open died before it could close it. */
    boolean wasClosedUncleanly() {
        return uncleanlyClosed;
    }

    /** The bytes of the database and of its write-ahead log. */
    long sizeBytes() {
        return sizeOf(path) + sizeOf(sibling("-wal"));
    }

    /**
     * Proves that there is room for some memories on the volume.
     *
     * @throws StoreUnavailableException when there is not, or nobody knows
     */
    void requireRoom() {
        try {
            long room = Files.getFileStore(path).getUsableSpace();
            if (room < LEAST_ROOM) {
                throw Failures.full(path, "less than " + LEAST_ROOM + " bytes are left");
            }
        } catch (IOException e) {
            throw Failures.unopened(path, e);
        }
    }

    /**
     * Proves that the path still leads to the file that was opened.
     *
     * @throws StoreUnavailableException when it was removed or replaced
     */
    void checkInPlace() {
        Optional<Object> now;
        try {
            now = Optional.ofNullable(Files.getAttribute(path, "fileKey"));
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    StoreProblem.GONE,
                    "The database %s cannot be reached any more: %s. Restore the volume and restart".formatted(path, e),
                    e);
        }
        if (!now.equals(identity)) {
            throw new StoreUnavailableException(
                    StoreProblem.GONE,
                    "The database %s was replaced while it was open. Restart to use the new one".formatted(path));
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("Cannot release the lock of %s: %s".formatted(path, e), e);
        }
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static void refuseUnfitFileSystem(Path path) throws IOException {
        if (Files.isReadable(MOUNT_INFO)) {
            Optional<String> objection = new MountTable(Files.readString(MOUNT_INFO)).objectionTo(path);
            if (objection.isPresent()) {
                throw new StoreUnavailableException(
                        "The database %s cannot be opened: %s. Put it on a local or block volume"
                                .formatted(path, objection.get()));
            }
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        createPrivate(lockPath);
        FileChannel channel = FileChannel.open(lockPath, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This process has it already: the same answer as for another process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new StoreUnavailableException(
                "The database %s is open in another process, which holds %s. Stop that process first; the lock goes with it"
                        .formatted(path, lockPath.getFileName()));
    }

    /** With its write-ahead log, so that it can be opened under its new name, with all that is in it. */
    private static void moveAside(Path path, String suffix) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + "." + suffix);
        if (Files.exists(aside) || !Files.exists(path)) {
            return;
        }
        Path log = path.resolveSibling(path.getFileName() + "-wal");
        if (Files.exists(log)) {
            Files.move(log, aside.resolveSibling(aside.getFileName() + "-wal"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(path.resolveSibling(path.getFileName() + "-shm"));
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        System.getLogger(DatabaseFile.class.getName())
                .log(System.Logger.Level.WARNING, "The database was moved aside to {0}; an empty one is begun", aside);
    }

    private static void createPrivateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions("rwx------"));
        }
    }

    private static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, permissions("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Its permissions are its owner's choice then.
        }
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
