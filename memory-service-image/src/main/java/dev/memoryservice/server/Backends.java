package dev.memoryservice.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.OpenAiEmbedder;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.openai.OpenAiEndpoint;
import dev.memoryservice.server.search.Ranking;
import dev.memoryservice.server.store.sqlite.NewerDatabase;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Opens what the configuration asks for, for the server and for the commands that do without one. What cannot be opened
 * is a {@link ConfigurationException} that says in one line why.
 */
public final class Backends {

    /** A megabyte of English has as many. */
    private static final int MOST_PASSAGES = 1_024;

    private static final int MOST_NUMBERS = 4_096;
    private static final int EMBEDDINGS_AT_ONCE = 16;
    private static final Pattern FILE_NAME_PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");

    /** In bytes: 4,096 numbers of some twenty digits are a tenth of it. */
    private static final int LARGEST_EMBEDDING = 1_048_576;

    private Backends() {}

    /** The embedding model. To be closed. */
    public static Embedder embedder(ServerConfig config, ObjectMapper json) {
        Optional<String> url = config.embedding().url().filter(given -> !given.isBlank());
        return url.isPresent() ? ofEndpoint(url.get(), config.embedding(), json) : ofImage(config);
    }

    private static Embedder ofEndpoint(String url, ServerConfig.Embedding config, ObjectMapper json) {
        if (config.dimension() < 1 || config.dimension() > MOST_NUMBERS) {
            throw new ConfigurationException(
                    "memory-service.embedding.dimension is " + config.dimension() + ": 1 to " + MOST_NUMBERS);
        }
        OpenAiEndpoint.Options options = new OpenAiEndpoint.Options(
                url, config.apiKeyFile(), config.timeout(), EMBEDDINGS_AT_ONCE, LARGEST_EMBEDDING);
        return new OpenAiEmbedder(
                new OpenAiEndpoint("The embedding endpoint", "memory-service.embedding", options),
                config.model(),
                config.dimension(),
                json);
    }

    private static Embedder ofImage(ServerConfig config) {
        Path models = config.model().directory();
        Path directory = models.resolve(Path.of(config.model().name()).getFileName());
        if (!Files.isRegularFile(directory.resolve(OnnxEmbedder.MODEL_FILE))) {
            throw new ConfigurationException("There is no embedding model '"
                    + config.model().name() + "' in '"
                    + models.toAbsolutePath()
                    + "': set memory-service.model.name (MEMORY_SERVICE_MODEL_NAME) to one of "
                    + names(models) + ", or memory-service.model.directory (MEMORY_SERVICE_MODEL_DIRECTORY) to the"
                    + " directory that the image build wrote the models into");
        }
        try {
            return new OnnxEmbedder(directory);
        } catch (IllegalStateException e) {
            throw configuration("", e);
        }
    }

    private static List<String> names(Path models) {
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(OnnxEmbedder.MODEL_FILE)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The store, for vectors of {@code embedder}. To be closed. */
    public static MemoryStore store(ServerConfig config, Embedder embedder) {
        if (config.stores().isEmpty() || config.stores().contains(Space.ALL_STORES)) {
            throw new ConfigurationException("memory-service.stores is " + config.stores()
                    + ": name at least one store, and none 'all', which stands for all of them");
        }
        try {
            Pragmas pragmas = config.sqlite().pragmas().map(Pragmas::parse).orElse(Pragmas.NONE);
            if (config.sqlite().setAsideNewer()) {
                NewerDatabase.setAside(config.sqlite().path())
                        .ifPresent(aside -> System.getLogger(Backends.class.getName())
                                .log(
                                        System.Logger.Level.WARNING,
                                        "The database was changed by a newer server. It is kept as {0}, and an empty one is"
                                                + " begun: restore a backup into it",
                                        aside));
            }
            return new SqliteMemoryStore(
                    SqliteOptions.of(config.sqlite().path(), pragmas)
                            .withRanking(ranking(config.search()))
                            .withSetAside(setAside(config.sqlite()))
                            .withSlow(config.logging().slowStore()),
                    embedder.model(),
                    embedder.dimension());
        } catch (IllegalArgumentException e) {
            throw configuration("memory-service.sqlite.pragmas (MEMORY_SERVICE_SQLITE_PRAGMAS): ", e);
        } catch (StoreUnavailableException e) {
            throw configuration("The store cannot be opened: ", e);
        }
    }

    /** An empty store in a folder, for vectors of any model. To be closed. */
    public static MemoryStore scratch(Path folder, String model, int dimension) {
        return new SqliteMemoryStore(SqliteOptions.of(folder.resolve("memory.db"), Pragmas.NONE), model, dimension);
    }

    private static Optional<String> setAside(ServerConfig.Sqlite config) {
        Optional<String> suffix = config.setAside().filter(given -> !given.isBlank());
        if (suffix.filter(given -> !FILE_NAME_PART.matcher(given).matches()).isPresent()) {
            throw new ConfigurationException("memory-service.sqlite.set-aside is '" + suffix.get()
                    + "': 1 to 64 letters, digits, hyphens and dots, for example damaged-2026-11-21");
        }
        return suffix;
    }

    private static Ranking ranking(ServerConfig.Search search) {
        if (search.passages() < 1 || search.passages() > MOST_PASSAGES) {
            throw new ConfigurationException(
                    "memory-service.search.passages is " + search.passages() + ": 1 to " + MOST_PASSAGES);
        }
        try {
            return new Ranking(
                    Ranking.DEFAULT.meaning(),
                    search.neighbours(),
                    search.window(),
                    search.authorPrior(),
                    search.datePrior());
        } catch (IllegalArgumentException e) {
            throw configuration("memory-service.search: ", e);
        }
    }

    /** Without the cause: the framework would print the trace of it in place of the message. */
    private static ConfigurationException configuration(String what, RuntimeException why) {
        return new ConfigurationException(what + why.getMessage());
    }
}
