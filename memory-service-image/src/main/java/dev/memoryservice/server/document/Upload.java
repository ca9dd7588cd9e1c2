package dev.memoryservice.server.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One upload: a file, or several sent together.
 *
 * @param id a UUID
 * @param store the store its memories go to
 * @param filename as it was sent, without folders; for several, how many
 * @param fileSize bytes, all files together
 * @param tags what the client labelled it with
 * @param status where it stands
 * @param progress how far it is
 * @param errors what went wrong, for whoever sent it
 * @param createdAt when it was taken in
 * @param completedAt when it was done with
 */
public record Upload(
        String id,
        String store,
        String filename,
        long fileSize,
        List<String> tags,
        Status status,
        Progress progress,
        List<String> errors,
        Instant createdAt,
        Optional<Instant> completedAt) {

    /** Where an upload stands. */
    public enum Status {
        QUEUED,
        PROCESSING,
        COMPLETED,
        FAILED;

        /** Whether nothing more will happen to it. */
        public boolean isFinal() {
            return this == COMPLETED || this == FAILED;
        }
    }

    /**
     * How far an upload is.
     *
     * @param total how many chunks there are, as far as the files were read
     * @param processed how many of them were handled
     * @param stored how many became memories
     * @param duplicate how many were remembered before
     */
    public record Progress(int total, int processed, int stored, int duplicate) {

        static final Progress NONE = new Progress(0, 0, 0, 0);

        Progress found(int chunks) {
            return new Progress(total + chunks, processed, stored, duplicate);
        }

        Progress stored(boolean isNew) {
            return new Progress(total, processed + 1, stored + (isNew ? 1 : 0), duplicate + (isNew ? 0 : 1));
        }

        /** From 0 to 100. */
        public double percent() {
            return total == 0 ? 0 : Math.round(1000.0 * processed / total) / 10.0;
        }
    }

    /** The label of every memory that came out of it. */
    public String tag() {
        return "upload_id:" + id;
    }

    Upload with(Status newStatus, Progress newProgress) {
        return new Upload(id, store, filename, fileSize, tags, newStatus, newProgress, errors, createdAt, completedAt);
    }

    Upload ended(Status how, Progress reached, List<String> problems, Instant when) {
        return new Upload(
                id, store, filename, fileSize, tags, how, reached, List.copyOf(problems), createdAt, Optional.of(when));
    }
}
