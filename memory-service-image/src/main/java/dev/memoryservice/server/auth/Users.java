package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.TenantLimits;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The users of the users directory, as it is now, and their keys. */
@Singleton
@Priority(200)
public final class Users implements Authenticator, TenantLimits {

    private static final Logger LOG = Logger.getLogger(Users.class);

    private final boolean byKey;
    private final Optional<UsersDirectory> directory;
    private final RepeatedReading repeatedly;
    private final LastUses uses;
    private final Clock clock = Clock.systemUTC();
    private volatile Snapshot now = new Snapshot(Map.of(), Map.of(), Map.of());
    private Map<String, String> lastProblems = Map.of();

    /**
     * @param byKey the users by their keys; a key that two users have leads to neither
     * @param limits how many memories tenants may have
     */
    private record Snapshot(
            Map<String, User> byName, Map<SecretDigest, Owner> byKey, Map<String, OptionalLong> limits) {

        private record Owner(User user, User.Key key) {}

        static Snapshot of(Map<String, User> users) {
            Map<SecretDigest, Owner> owners = new HashMap<>();
            Map<SecretDigest, String> shared = new HashMap<>();
            for (User user : new TreeMap<>(users).values()) {
                for (User.Key key : user.keys()) {
                    Owner other = owners.putIfAbsent(key.digest(), new Owner(user, key));
                    if (other != null && !other.user().name().equals(user.name())) {
                        shared.put(key.digest(), other.user().name() + " and " + user.name());
                    }
                }
            }
            shared.forEach((key, names) -> {
                owners.remove(key);
                LOG.warnf("The users %s have the same key, which therefore opens nothing: give each its own", names);
            });
            Map<String, OptionalLong> limits = new HashMap<>();
            users.values()
                    .forEach(user -> limits.merge(user.tenant(), user.quota().maxMemories(), Snapshot::larger));
            // The keys that belong to no user have no limit, and neither has their tenant.
            limits.remove(Space.DEFAULT_TENANT);
            return new Snapshot(users, owners, limits);
        }

        private static OptionalLong larger(OptionalLong one, OptionalLong other) {
            return one.isEmpty() || other.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
        }
    }

    Users(ServerConfig config, ObjectMapper json, RepeatedReading repeatedly, LastUses uses) {
        this.uses = uses;
        byKey = AuthMode.of(config).contains(AuthMode.API_KEY);
        directory = AuthMode.of(config).contains(AuthMode.NONE)
                ? Optional.empty()
                : config.auth().usersDirectory().map(path -> new UsersDirectory(path, json));
        this.repeatedly = repeatedly;
    }

    void start(@Observes StartupEvent event) {
        if (directory.isEmpty()) {
            return;
        }
        try {
            read();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The users cannot be read from memory-service.auth.users-directory"
                            + " (MEMORY_SERVICE_AUTH_USERS_DIRECTORY): "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
        LOG.infof("Users: %d", now.byName().size());
        repeatedly.start(this::readAgain);
    }

    /** The user of this name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(now.byName().get(name));
    }

    /** All users, in no order. */
    public Collection<User> all() {
        return now.byName().values();
    }

    /** The largest limit of the tenant's users; none when one of them has none. */
    @Override
    public OptionalLong mostMemories(String tenant) {
        return now.limits().getOrDefault(tenant, OptionalLong.empty());
    }

    @Override
    public Verdict judge(String token) {
        Snapshot.Owner owner = byKey ? now.byKey().get(SecretDigest.of(token)) : null;
        if (owner == null) {
            return Verdict.UNKNOWN;
        }
        User user = owner.user();
        if (user.suspended()) {
            return rejected(user, "The user '" + user.name() + "' is suspended: ask who runs this server");
        }
        Instant moment = clock.instant();
        if (owner.key().expired(moment)) {
            return rejected(
                    user,
                    "This API key of the user '" + user.name() + "' expired at "
                            + owner.key().notAfter().orElseThrow() + ": take the present one from its Secret");
        }
        uses.used(owner.key().digest());
        return new Verdict.Accepted(user.caller(Caller.Credential.USER_KEY));
    }

    private static Verdict rejected(User user, String detail) {
        return new Verdict.Rejected(user.name(), 403, "invalid_token", detail);
    }

    private void read() throws IOException {
        UsersDirectory.Contents contents = directory.orElseThrow().read();
        contents.problems().forEach((file, problem) -> {
            if (!problem.equals(lastProblems.get(file))) {
                LOG.warnf("The file %s of a user %s; the user stays as it was before", file, problem);
            }
        });
        lastProblems = contents.problems();
        if (!contents.users().equals(now.byName())) {
            LOG.debugf("Users changed: %d now", contents.users().size());
            now = Snapshot.of(contents.users());
        }
    }

    private void readAgain() {
        try {
            read();
        } catch (IOException e) {
            Map<String, String> problem = Map.of("", String.valueOf(e.getMessage()));
            if (!problem.equals(lastProblems)) {
                LOG.warnf("The users could not be read again and stay as they were: %s", e.getMessage());
                lastProblems = problem;
            }
        }
    }
}
