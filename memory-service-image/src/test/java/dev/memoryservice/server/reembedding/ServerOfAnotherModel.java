package dev.memoryservice.server.reembedding;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/** A server whose database was filled with the vectors of another model, of another size. */
public final class ServerOfAnotherModel implements QuarkusTestResourceLifecycleManager {

    static final int MEMORIES = 300;

    /** So many words that the new vectors take some seconds. */
    private static final int WORDS = 240;

    private final RunningServer server = new RunningServer();

    @Override
    public Map<String, String> start() {
        Map<String, String> config = server.start();
        SqliteOptions file = SqliteOptions.of(Path.of(config.get("memory-service.sqlite.path")), Pragmas.NONE);
        try (SqliteMemoryStore store = new SqliteMemoryStore(file, "model-of-last-year", SampleMemories.DIMENSION)) {
            for (int i = 0; i < MEMORIES; i++) {
                String content = content(i);
                store.store(
                        Space.of(Space.DEFAULT_TENANT),
                        SampleMemories.memory(content),
                        SampleMemories.vectorOf(content));
            }
        }
        return config;
    }

    static String content(int i) {
        return "The physician prescribed penicillin to patient " + i + ". " + "and so on ".repeat(WORDS / 3);
    }

    @Override
    public void stop() {
        server.stop();
    }
}
