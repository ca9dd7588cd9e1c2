package dev.memoryservice.server.backup.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The place of backups, of one server only. A backup is there as a whole or not at all, whenever the process dies. Beside
 * each there may be a note, which says what happened to it. Safe for use by many threads; calls block.
 *
 * <p>Any method throws {@link RepositoryException} when the place does not do what it should, with the reason.
 */
public interface Repository {

    /** What the names of backups end with. */
    String SUFFIX = ".memorybackup";

    /** Something that is written; may throw to leave nothing behind. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /**
     * A backup that is there.
     *
     * @param size in bytes
     */
    record Stored(String id, long size) {}

    /** For people, for example {@code the folder /backups}. */
    String place();

    /** Whether reading goes over a network, which may break off. */
    default boolean isRemote() {
        return false;
    }

    /** The backups that are there, in any order. */
    List<Stored> list();

    /** Writes a backup. When this returns it is durable; when it throws there is none. */
    void write(String id, Writing writing);

    /** The bytes of a backup. To be closed. */
    InputStream read(String id);

    /**
     * Removes a backup with its note.
     *
     * @return false when there was neither
     */
    boolean delete(String id);

    /** The ids of all notes. */
    List<String> notes();

    /** The note of an id. */
    Optional<byte[]> note(String id);

    /** Keeps a note in place of the one that there was; durable when this returns. */
    void saveNote(String id, byte[] note);

    /** Removes what a process left behind that died while it wrote; only while nothing is written. */
    void removeLeftovers();
}
