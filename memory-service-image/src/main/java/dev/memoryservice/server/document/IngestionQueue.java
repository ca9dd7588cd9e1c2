package dev.memoryservice.server.document;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.events.DocumentEvents;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.request.RefusedException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The uploads that wait or are being worked on: one at a time, because each takes a core and its memory, and so many
 * waiting and no more. Its thread exists while there is work.
 */
@Singleton
final class IngestionQueue {

    private final UploadHistory history;
    private final int mostWaiting;
    private final Ingestion ingestion;
    private final ThreadPoolExecutor executor;
    private final Map<String, Ingestion.Task> tasks = new ConcurrentHashMap<>();

    IngestionQueue(Memories memories, MemoryStore store, DocumentEvents events, ServerConfig config) {
        history = store.uploads();
        mostWaiting = config.documents().queue();
        ingestion = new Ingestion(memories, history, events, config.documents());
        executor = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(mostWaiting), work -> Thread.ofPlatform()
                        .name("documents")
                        .daemon()
                        .unstarted(work));
        executor.allowCoreThreadTimeOut(true);
    }

    /** Adds a task; refuses it when too many wait already, and when the server stops. */
    void add(Ingestion.Task task) {
        String key = key(task.space().tenant(), task.id());
        tasks.put(key, task);
        try {
            history.save(task.space().tenant(), task.upload());
            executor.execute(() -> {
                try {
                    ingestion.work(task);
                } finally {
                    tasks.remove(key);
                }
            });
        } catch (RejectedExecutionException e) {
            tasks.remove(key);
            history.remove(task.space().tenant(), task.id());
            throw new RefusedException(
                    RefusedException.Reason.BUSY,
                    mostWaiting + " uploads are waiting already: try again when some are done");
        } catch (RuntimeException e) {
            tasks.remove(key);
            throw e;
        }
    }

    /** How many uploads wait or are being worked on. */
    int size() {
        return tasks.size();
    }

    /** An upload that waits or is being worked on, as far as it is. */
    Optional<Upload> running(String tenant, String id) {
        return Optional.ofNullable(tasks.get(key(tenant, id))).map(Ingestion.Task::upload);
    }

    /** Nothing new is begun; what runs is ended and says so. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        executor.shutdown();
        tasks.values().forEach(Ingestion.Task::cancel);
    }

    private static String key(String tenant, String id) {
        return id + " " + tenant;
    }
}
