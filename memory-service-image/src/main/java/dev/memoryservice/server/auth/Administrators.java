package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who runs the server, such as the operator on Kubernetes: known by keys that are accepted in every mode, and no client
 * of it. They are none of the {@link Users}: nobody logs in as one, and no memory is theirs but those of their tenant.
 */
@Singleton
@Priority(150)
public final class Administrators implements Authenticator {

    private static final String SETTING =
            "memory-service.auth.administrators-directory (MEMORY_SERVICE_AUTH_ADMINISTRATORS_DIRECTORY)";

    private final Optional<WatchedUsers> directory;
    private final RepeatedReading repeatedly;
    private final CredentialChanges changes;

    Administrators(
            ServerConfig config,
            ObjectMapper json,
            RepeatedReading repeatedly,
            CredentialChanges changes,
            LastUses uses) {
        directory = AuthMode.of(config).contains(AuthMode.NONE)
                ? Optional.empty()
                : config.auth().administratorsDirectory().map(path -> new WatchedUsers(path, SETTING, json, uses));
        this.repeatedly = repeatedly;
        this.changes = changes;
    }

    void start(@Observes StartupEvent event) {
        directory.ifPresent(administrators -> administrators.start(repeatedly, changed -> changes.happened()));
    }

    /** All of them, in no order. */
    public Collection<User> all() {
        return directory.map(administrators -> administrators.byName().values()).orElseGet(List::of);
    }

    @Override
    public Verdict judge(String token) {
        return directory.isPresent()
                ? directory.get().judge(token, Caller.Credential.ADMINISTRATOR_KEY)
                : Verdict.UNKNOWN;
    }

    @Override
    public boolean admitsStill(Caller caller) {
        return caller.credential() != Caller.Credential.ADMINISTRATOR_KEY
                || directory.filter(users -> users.admits(caller)).isPresent();
    }
}
