package dev.memoryservice.server.oauth;

import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.oauth.keys.SigningKeys;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.token.Grants;
import dev.memoryservice.server.oauth.token.Revocations;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Gets the built-in authorization server ready, and tidies up after it. Does nothing at all when it is off. */
@Singleton
final class OAuthStart {

    private static final Logger LOG = Logger.getLogger(OAuthStart.class);
    private static final Duration PURGED_EVERY = Duration.ofMinutes(10);

    private final OAuthSettings settings;
    private final Instance<SigningKeys> keys;
    private final Instance<Revocations> revocations;
    private final Instance<Grants> grants;
    private final Users users;
    private final MemoryStore store;
    private final Clock clock;

    OAuthStart(
            OAuthSettings settings,
            Instance<SigningKeys> keys,
            Instance<Revocations> revocations,
            Instance<Grants> grants,
            Users users,
            MemoryStore store,
            Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.revocations = revocations;
        this.grants = grants;
        this.users = users;
        this.store = store;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (!settings.builtIn()) {
            return;
        }
        keys.get().start();
        revocations.get().load();
        LOG.infof("OAuth: this server issues access tokens as %s", settings.issuer());
        vertx.setPeriodic(
                PURGED_EVERY.toMillis(),
                timer -> vertx.executeBlocking(
                        () -> {
                            purge();
                            return true;
                        },
                        false));
    }

    /** Somebody else may get the name one day. */
    private void forgetUsersWhoAreGone() {
        for (Kind kind : List.of(Kind.GRANT, Kind.SESSION, Kind.CODE)) {
            store.oauth().all(kind, clock.instant()).stream()
                    .filter(entry -> users.find(entry.owner()).isEmpty())
                    .forEach(entry -> {
                        if (kind == Kind.GRANT) {
                            grants.get().end(entry.id());
                        } else {
                            store.oauth().remove(kind, entry.id());
                        }
                    });
        }
    }

    private void purge() {
        try {
            while (store.oauth().purge(clock.instant(), MemoryStore.LARGEST_BATCH) == MemoryStore.LARGEST_BATCH) {
                LOG.debug("Removing expired codes, grants and sessions");
            }
            revocations.get().forget();
            forgetUsersWhoAreGone();
        } catch (StoreUnavailableException e) {
            LOG.warnf(
                    "Expired codes, grants and sessions could not be removed, next try in %s: %s",
                    PURGED_EVERY, e.getMessage());
        }
    }
}
