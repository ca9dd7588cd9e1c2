package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.Space;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Knows the keys of the environment and of the key directory, which belong to no user: they open the tenant {@code
 * default} with every scope. A reading that fails leaves the last good keys in force.
 */
@Singleton
@Priority(300)
public final class ApiKeyAuthenticator implements Authenticator {

    private static final Logger LOG = Logger.getLogger(ApiKeyAuthenticator.class);

    private final boolean enabled;
    private final boolean others;
    private final Map<String, String> keysOfEnvironment;
    private final Optional<KeyDirectory> directory;
    private final RepeatedReading repeatedly;
    private final CredentialChanges changes;
    private volatile ApiKeys keys = ApiKeys.NONE;
    private String lastProblem = "";

    ApiKeyAuthenticator(ServerConfig config, RepeatedReading repeatedly, CredentialChanges changes) {
        ServerConfig.Auth auth = config.auth();
        enabled = AuthMode.of(config).contains(AuthMode.API_KEY);
        others = auth.usersDirectory().isPresent() || AuthMode.of(config).contains(AuthMode.OAUTH);
        keysOfEnvironment = EnvironmentKeys.of(auth.apiKey(), auth.namedApiKeys());
        directory = auth.apiKeys().directory().map(KeyDirectory::new);
        this.repeatedly = repeatedly;
        this.changes = changes;
    }

    void start(@Observes StartupEvent event) {
        if (!enabled) {
            return;
        }
        try {
            keys = read();
        } catch (IOException e) {
            throw new ConfigurationException("The API keys cannot be read: " + reason(e), e);
        }
        if (keys.names().isEmpty() && !others) {
            throw new ConfigurationException("memory-service.auth.modes is APIKey, but there is no API key: put one"
                    + " file for each key into the directory MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY, or set"
                    + " MCP_API_KEY or MCP_API_KEYS, or set MEMORY_SERVICE_AUTH_MODES=None to let everybody in");
        }
        LOG.infof("API keys: %s", keys.names());
        if (directory.isPresent()) {
            repeatedly.start(this::readAgain);
        }
    }

    /** The names of the keys. */
    public Set<String> names() {
        return keys.names();
    }

    @Override
    public Verdict judge(String token) {
        SecretDigest digest = SecretDigest.of(token);
        return keys.nameOf(digest)
                .<Verdict>map(name -> new Verdict.Accepted(new Caller(
                        name,
                        Space.DEFAULT_TENANT,
                        EnumSet.allOf(Scope.class),
                        Caller.Credential.API_KEY,
                        Quota.UNLIMITED,
                        Optional.of(digest))))
                .orElse(Verdict.UNKNOWN);
    }

    @Override
    public boolean admitsStill(Caller caller) {
        return caller.credential() != Caller.Credential.API_KEY
                || caller.key().flatMap(keys::nameOf).isPresent();
    }

    private ApiKeys read() throws IOException {
        Map<String, String> found = new HashMap<>(keysOfEnvironment);
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
                changes.happened();
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
