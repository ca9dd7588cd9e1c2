package dev.memoryservice.server.document;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.document.Upload.Progress;
import dev.memoryservice.server.document.Upload.Status;
import dev.memoryservice.server.document.extract.DocumentFormat;
import dev.memoryservice.server.document.extract.ExtractionLimits;
import dev.memoryservice.server.document.extract.Extractor;
import dev.memoryservice.server.document.extract.UnreadableDocumentException;
import dev.memoryservice.server.events.DocumentEvents;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.request.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns the files of an upload into memories, and tells the history and the event streams how far it is. */
final class Ingestion {

    /** Where a chunk stands in its document, in the metadata of its memory. */
    static final String INDEX = "chunk_index";

    private static final Logger LOG = Logger.getLogger(Ingestion.class);

    /** After how many chunks the history and the event streams hear of it. */
    private static final int STEP = 25;

    private final Memories memories;
    private final UploadHistory history;
    private final DocumentEvents events;
    private final Extractor extractor;
    private final int mostChunks;

    Ingestion(Memories memories, UploadHistory history, DocumentEvents events, ServerConfig.Documents config) {
        this.memories = memories;
        this.history = history;
        this.events = events;
        this.mostChunks = config.chunks();
        this.extractor = new Extractor(
                new ExtractionLimits(config.pages(), config.characters(), config.heapMebibytes(), config.timeout()));
    }

    /** One upload on its way. */
    static final class Task {

        private final Space space;
        private final List<ReceivedFile> files;
        private final Labels labels;
        private final Chunking chunking;
        private final Extractor.Run run = new Extractor.Run();
        private volatile Upload upload;
        private volatile boolean cancelled;

        Task(Space space, Upload upload, List<ReceivedFile> files, Labels labels, Chunking chunking) {
            this.space = space;
            this.upload = upload;
            this.files = files;
            this.labels = labels;
            this.chunking = chunking;
        }

        Space space() {
            return space;
        }

        String id() {
            return upload.id();
        }

        /** As far as it is. */
        Upload upload() {
            return upload;
        }

        /** Ends it soon. */
        void cancel() {
            cancelled = true;
            run.end();
        }

        private void checkCancelled() throws UnreadableDocumentException {
            if (cancelled) {
                throw new UnreadableDocumentException("The server stopped before the document was done: send it again");
            }
        }
    }

    /** Works a task off. Its files are gone afterwards, and the history says how it ended. */
    void work(Task task) {
        List<String> errors = new ArrayList<>();
        int read = 0;
        try {
            progress(task, Progress.NONE);
            for (ReceivedFile file : task.files) {
                Optional<String> problem = ingest(task, file);
                if (problem.isEmpty()) {
                    read++;
                } else {
                    errors.add(task.files.size() == 1 ? problem.get() : file.name() + ": " + problem.get());
                }
            }
        } catch (RuntimeException e) {
            LOG.error("An upload failed in a way that nobody foresaw", e);
            errors.add("The server failed to do this; its log says why");
        } finally {
            task.files.forEach(file -> Spool.delete(file.content()));
            end(task, read > 0 ? Status.COMPLETED : Status.FAILED, errors);
        }
    }

    /** Takes one file in and says what went wrong, if anything did. */
    private Optional<String> ingest(Task task, ReceivedFile file) {
        DocumentFormat format = DocumentFormat.ofName(file.name()).orElseThrow();
        Path passages = file.content().resolveSibling(file.content().getFileName() + ".passages");
        try {
            task.checkCancelled();
            extractor.extract(file.content(), format, passages, task.run);
            int chunks = count(task, passages);
            if (chunks == 0) {
                throw new UnreadableDocumentException("The document holds no text"
                        + (format == DocumentFormat.PDF
                                ? ": scanned pages are pictures, recognise their text first"
                                : ""));
            }
            progress(task, task.upload.progress().found(chunks));
            store(task, file, passages, chunks);
            return Optional.empty();
        } catch (UnreadableDocumentException | StoreUnavailableException | RefusedException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            LOG.warnf("Reading the upload %s failed: %s", task.id(), e);
            return Optional.of(
                    "The folder for uploads cannot be used (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The server stopped before the document was done: send it again");
        } finally {
            Spool.delete(passages);
        }
    }

    /** Cuts once to know how many chunks there will be, so that progress can be told. */
    private int count(Task task, Path passages) throws IOException, UnreadableDocumentException {
        int[] chunks = {0};
        cut(task, passages, chunk -> {
            if (++chunks[0] > mostChunks) {
                throw new UnreadableDocumentException("The document makes more than " + mostChunks
                        + " chunks: choose a larger chunk_size, or split it");
            }
        });
        return chunks[0];
    }

    private void store(Task task, ReceivedFile file, Path passages, int total)
            throws IOException, UnreadableDocumentException {
        int[] index = {0};
        cut(task, passages, chunk -> {
            task.checkCancelled();
            StoreOutcome outcome = memories.store(task.space, memory(task, file, chunk, index[0]++, total));
            Progress reached = task.upload.progress().stored(outcome instanceof StoreOutcome.Stored);
            if (reached.processed() % STEP == 0) {
                progress(task, reached);
            } else {
                task.upload = task.upload.with(Status.PROCESSING, reached);
            }
        });
    }

    private void cut(Task task, Path passages, Chunker.Target target) throws IOException, UnreadableDocumentException {
        Chunker chunker = new Chunker(task.chunking, target);
        extractor.passages(passages, chunker);
        chunker.finish();
    }

    private static NewMemory memory(Task task, ReceivedFile file, Chunk chunk, int index, int total) {
        String type = DocumentFormat.ending(file.name());
        List<String> tags = new ArrayList<>(task.labels.tags());
        // A comma would make two tags of it in a query.
        tags.add("source_file:" + file.name().replace(',', ' '));
        tags.add("file_type:" + type);
        tags.add(task.upload.tag());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("upload_id", task.id());
        metadata.put("source_file", file.name());
        metadata.put("file_type", type);
        metadata.put(INDEX, index);
        metadata.put("total_chunks", total);
        if (chunk.page() > 0) {
            metadata.put("page", chunk.page());
        }
        if (!chunk.heading().isEmpty()) {
            metadata.put("heading", chunk.heading());
        }
        // Chunks of one document resemble each other; in a conversation none is taken for another.
        return new NewMemory(
                chunk.text(), tags, Optional.of(task.labels.type()), metadata, Optional.of(task.upload.tag()));
    }

    private void progress(Task task, Progress reached) {
        task.upload = task.upload.with(Status.PROCESSING, reached);
        history.save(task.space.tenant(), task.upload);
        events.progress(task.space, event(task.upload));
    }

    private void end(Task task, Status status, List<String> errors) {
        task.upload = task.upload.ended(
                status, task.upload.progress(), errors, Instant.now().truncatedTo(ChronoUnit.MICROS));
        try {
            history.save(task.space.tenant(), task.upload);
        } catch (StoreUnavailableException e) {
            LOG.warnf("How the upload %s ended could not be kept: %s", task.id(), e.getMessage());
        }
        if (status == Status.COMPLETED) {
            events.completed(task.space, event(task.upload));
        } else {
            events.failed(task.space, event(task.upload));
        }
    }

    private static DocumentEvents.State event(Upload upload) {
        return new DocumentEvents.State(
                upload.id(),
                upload.filename(),
                upload.status().name().toLowerCase(Locale.ROOT),
                upload.progress().total(),
                upload.progress().processed(),
                upload.progress().stored(),
                upload.progress().duplicate(),
                upload.progress().percent(),
                upload.errors());
    }
}
