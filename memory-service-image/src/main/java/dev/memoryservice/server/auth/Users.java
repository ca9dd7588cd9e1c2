package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.TenantLimits;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** The users of the users directory, as it is now, and their keys. */
@Singleton
@Priority(200)
public final class Users implements Authenticator, TenantLimits {

    private static final Logger LOG = Logger.getLogger(Users.class);
    private static final String SETTING = "memory-service.auth.users-directory (MEMORY_SERVICE_AUTH_USERS_DIRECTORY)";

    private final boolean byKey;
    private final Optional<WatchedUsers> directory;
    private final RepeatedReading repeatedly;
    private volatile Map<String, OptionalLong> limits = Map.of();

    Users(ServerConfig config, ObjectMapper json, RepeatedReading repeatedly, LastUses uses) {
        byKey = AuthMode.of(config).contains(AuthMode.API_KEY);
        directory = AuthMode.of(config).contains(AuthMode.NONE)
                ? Optional.empty()
                : config.auth().usersDirectory().map(path -> new WatchedUsers(path, SETTING, json, uses));
        this.repeatedly = repeatedly;
    }

    void start(@Observes StartupEvent event) {
        if (directory.isPresent()) {
            directory.get().start(repeatedly, users -> limits = limits(users));
            LOG.infof("Users: %d", all().size());
        }
    }

    /** The user of this name. */
    public Optional<User> find(String name) {
        return directory.map(users -> users.byName().get(name));
    }

    /** All users, in no order. */
    public Collection<User> all() {
        return directory.map(users -> users.byName().values()).orElseGet(List::of);
    }

    /** The largest limit of the tenant's users; none when one of them has none. */
    @Override
    public OptionalLong mostMemories(String tenant) {
        return limits.getOrDefault(tenant, OptionalLong.empty());
    }

    @Override
    public Verdict judge(String token) {
        return byKey && directory.isPresent()
                ? directory.get().judge(token, Caller.Credential.USER_KEY)
                : Verdict.UNKNOWN;
    }

    private static Map<String, OptionalLong> limits(Map<String, User> users) {
        Map<String, OptionalLong> limits = new HashMap<>();
        users.values().forEach(user -> limits.merge(user.tenant(), user.quota().maxMemories(), Users::larger));
        // The keys that belong to no user have no limit, and neither has their tenant.
        limits.remove(Space.DEFAULT_TENANT);
        return limits;
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || other.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
    }
}
