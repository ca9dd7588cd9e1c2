package dev.memoryservice.server.document;

import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What can be done with documents. Every method may throw {@link
 * dev.memoryservice.server.memory.StoreUnavailableException}.
 */
@Singleton
public final class Documents {

    private static final Logger LOG = Logger.getLogger(Documents.class);
    private static final int PAGE = 100;

    private final Memories memories;
    private final UploadHistory history;
    private final IngestionQueue queue;
    private boolean recovered;

    Documents(Memories memories, MemoryStore store, IngestionQueue queue) {
        this.memories = memories;
        this.history = store.uploads();
        this.queue = queue;
    }

    /**
     * Takes files in. When this returns they are on their way, and the history knows of them.
     *
     * @param files at least one; they are deleted when they are done with, or at once when they are refused
     * @throws RefusedException when a file is none that can be read, or when too many wait already
     */
    public Upload take(Space space, List<ReceivedFile> files, Labels labels, Chunking chunking) {
        try {
            recover();
            files.forEach(FileCheck::check);
            return queued(space, files, labels, chunking);
        } catch (RuntimeException e) {
            files.forEach(file -> Spool.delete(file.content()));
            throw e;
        }
    }

    private Upload queued(Space space, List<ReceivedFile> files, Labels labels, Chunking chunking) {
        Upload upload = new Upload(
                UUID.randomUUID().toString(),
                space.store(),
                files.size() == 1 ? files.getFirst().name() : "Batch (" + files.size() + " files)",
                files.stream().mapToLong(ReceivedFile::size).sum(),
                labels.tags(),
                Upload.Status.QUEUED,
                Upload.Progress.NONE,
                List.of(),
                now(),
                Optional.empty());
        queue.add(new Ingestion.Task(space, upload, files, labels, chunking));
        return upload;
    }

    /** How many uploads wait or are being worked on. */
    public int unfinished() {
        return queue.size();
    }

    /** Where an upload stands. */
    public Upload status(String tenant, String id) {
        recover();
        return queue.running(tenant, id)
                .or(() -> history.find(tenant, id.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.NOT_FOUND,
                        "Upload session not found: /api/documents/history lists those that are known"));
    }

    /** The uploads of a tenant, newest first. */
    public List<Upload> history(String tenant) {
        recover();
        return history.newest(tenant, UploadHistory.KEPT).stream()
                .map(upload -> queue.running(tenant, upload.id()).orElse(upload))
                .toList();
    }

    /**
     * The memories that came out of an upload, in the order of the document.
     *
     * @return the page holds the first {@code limit}, and how many there are in all
     */
    public MemoryPage memories(String tenant, Upload upload, int limit) {
        Space space = new Space(tenant, upload.store());
        List<Memory> found = new ArrayList<>();
        MemoryPage first = memories.list(space, from(upload), 1, PAGE);
        // The first chunks were stored first, so they are on the last pages.
        for (int page = (int) ((first.total() + PAGE - 1) / PAGE); page >= 1 && found.size() < limit; page--) {
            found.addAll(memories.list(space, from(upload), page, PAGE).memories());
        }
        return new MemoryPage(
                found.stream()
                        .sorted(Comparator.comparingInt(Documents::index))
                        .limit(limit)
                        .toList(),
                first.total());
    }

    /**
     * Forgets an upload.
     *
     * @param withMemories whether its memories go as well
     * @return how many memories were deleted
     * @throws RefusedException when it is not done yet
     */
    public int remove(String tenant, Upload upload, boolean withMemories) {
        if (queue.running(tenant, upload.id()).isPresent()) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE,
                    "The upload " + upload.id() + " is still "
                            + upload.status().name().toLowerCase(Locale.ROOT)
                            + ": wait until it is completed or failed");
        }
        int deleted = withMemories ? deleteMemories(tenant, upload) : 0;
        history.remove(tenant, upload.id());
        return deleted;
    }

    /** The uploads that were labelled with one of some tags and are done with. */
    public List<Upload> labelled(String tenant, List<String> tags) {
        return history(tenant).stream()
                .filter(upload -> upload.status().isFinal())
                .filter(upload -> upload.tags().stream().anyMatch(new HashSet<>(tags)::contains))
                .toList();
    }

    /** Where a memory stands in its document, from 0. */
    public static int index(Memory memory) {
        return memory.metadata().get(Ingestion.INDEX) instanceof Integer index ? index : 0;
    }

    private int deleteMemories(String tenant, Upload upload) {
        Space space = new Space(tenant, upload.store());
        int deleted = 0;
        while (true) {
            List<Memory> left = memories.list(space, from(upload), 1, PAGE).memories();
            int before = deleted;
            for (Memory memory : left) {
                deleted += memories.delete(space, memory.contentHash()) ? 1 : 0;
            }
            if (deleted == before) {
                return deleted;
            }
        }
    }

    private static MemoryFilter from(Upload upload) {
        return MemoryFilter.byTags(List.of(upload.tag()), TagMatch.ALL);
    }

    /** What an earlier process left undone was lost with it, and whoever sent it is told so. */
    private synchronized void recover() {
        if (!recovered) {
            int ended = history.endUnfinished(
                    "The server stopped before the document was done: send it again; chunks that are stored already count"
                            + " as duplicates",
                    now());
            if (ended > 0) {
                LOG.warnf("%d uploads were interrupted by the end of the last process", ended);
            }
            recovered = true;
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
