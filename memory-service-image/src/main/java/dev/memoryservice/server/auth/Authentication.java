package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.Space;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Knows the keys that open the server. They are read at the start and again every few seconds, so that a key is
 * rotated without a restart: Kubernetes replaces the files of a mounted Secret by itself. A read that fails leaves
 * the last good keys in force.
 */
@Singleton
public final class Authentication {

    private static final Logger LOG = Logger.getLogger(Authentication.class);

    /** The name of the key that comes from the environment. */
    private static final String DEFAULT_KEY = "default";

    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(5);

    private final boolean required;
    private final Optional<String> keyOfEnvironment;
    private final Optional<KeyDirectory> directory;
    private final Duration poll;
    private volatile ApiKeys keys = ApiKeys.NONE;
    private volatile String lastProblem = "";

    Authentication(ServerConfig config) {
        ServerConfig.Auth auth = config.auth();
        required = required(auth.modes());
        keyOfEnvironment = auth.apiKey().map(String::strip).filter(key -> !key.isEmpty());
        directory = auth.apiKeys().directory().map(KeyDirectory::new);
        poll = auth.apiKeys().poll();
        if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
            throw new ConfigurationException(
                    "memory-service.auth.api-keys.poll is " + poll + ": use a time from 100ms to 5m");
        }
    }

    private static boolean required(List<String> modes) {
        return switch (modes) {
            case List<String> m when m.equals(List.of("APIKey")) -> true;
            case List<String> m when m.equals(List.of("None")) -> false;
            default ->
                throw new ConfigurationException("memory-service.auth.modes (MEMORY_SERVICE_AUTH_MODES) is '"
                        + String.join(",", modes) + "': use APIKey, or None to let everybody in");
        };
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (!required) {
            LOG.warn("NO AUTHENTICATION: memory-service.auth.modes is None, so whoever reaches this server reads,"
                    + " writes and deletes every memory. Use APIKey unless nothing but this machine can reach it.");
            return;
        }
        try {
            keys = read();
        } catch (IOException e) {
            throw new ConfigurationException("The API keys cannot be read: " + reason(e), e);
        }
        if (keys.names().isEmpty()) {
            throw new ConfigurationException("memory-service.auth.modes is APIKey, but there is no API key: put one"
                    + " file for each key into the directory MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY, or set"
                    + " MCP_API_KEY, or set MEMORY_SERVICE_AUTH_MODES=None to let everybody in");
        }
        LOG.infof("API keys: %s", keys.names());
        if (directory.isPresent()) {
            vertx.setPeriodic(
                    poll.toMillis(),
                    timer -> vertx.executeBlocking(
                            () -> {
                                readAgain();
                                return true;
                            },
                            false));
        }
    }

    /** Whether a key is asked for. */
    public boolean required() {
        return required;
    }

    /** Whose key this is, if it is a key. */
    public Optional<Caller> callerWith(String presentedKey) {
        return keys.nameOf(presentedKey).map(name -> new Caller(name, Space.DEFAULT_TENANT));
    }

    private ApiKeys read() throws IOException {
        Map<String, String> found = new HashMap<>();
        keyOfEnvironment.ifPresent(key -> found.put(DEFAULT_KEY, key));
        if (directory.isPresent()) {
            found.putAll(directory.get().read());
        }
        return ApiKeys.of(found);
    }

    private void readAgain() {
        try {
            ApiKeys now = read();
            if (now.names().isEmpty()) {
                throw new IOException("the directory holds no key");
            }
            if (!now.sameAs(keys)) {
                LOG.infof("API keys changed: now %s, before %s", now.names(), keys.names());
                keys = now;
            }
            lastProblem = "";
        } catch (IOException e) {
            String problem = reason(e);
            if (!problem.equals(lastProblem)) {
                LOG.warnf("The API keys could not be read again, those read before stay in force: %s", problem);
                lastProblem = problem;
            }
        }
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
