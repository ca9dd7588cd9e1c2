package dev.memoryservice.server.backup;

import dev.memoryservice.server.ServerConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup that was sent here, in a scratch folder of its own; gone when it is closed. */
public final class ReceivedBackup implements AutoCloseable {

    private final ScratchFolder folder;

    private ReceivedBackup(ScratchFolder folder) {
        this.folder = folder;
    }

    /** Where the file is. */
    public Path path() {
        return folder.path().resolve("received.memorybackup");
    }

    /** Its bytes, from the start each time. */
    public Verification.Source source() {
        return () -> Files.newInputStream(path());
    }

    @Override
    public void close() {
        folder.close();
    }

    /** Where backups are kept that are sent here. */
    @Singleton
    public static final class Folder {

        private final Path parent;

        Folder(ServerConfig config) {
            parent = Repositories.scratch(config);
        }

        /**
         * Makes a place for one.
         *
         * @param bytes how large it will be; 0 when that is not known
         * @throws BackupException when there is no room
         */
        public ReceivedBackup newFile(long bytes) {
            ScratchFolder folder = ScratchFolder.in(parent);
            try {
                long free = Files.getFileStore(folder.path()).getUsableSpace();
                if (free < bytes) {
                    folder.close();
                    throw new BackupException("The scratch folder " + parent + " has room for " + free
                            + " bytes, and the backup has " + bytes
                            + ": make room, or set memory-service.backup.scratch-directory to a larger one");
                }
            } catch (IOException e) {
                folder.close();
                throw new BackupException("The scratch folder " + parent + " cannot be used: " + e);
            }
            return new ReceivedBackup(folder);
        }
    }
}
