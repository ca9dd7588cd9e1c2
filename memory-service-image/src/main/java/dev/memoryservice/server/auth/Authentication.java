package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Whether clients have to show who they are, and who one is that does. */
@Singleton
public final class Authentication {

    private static final Logger LOG = Logger.getLogger(Authentication.class);

    private final Set<AuthMode> modes;
    private final List<Authenticator> authenticators;
    private final LastUses uses;

    Authentication(ServerConfig config, @All List<Authenticator> authenticators, LastUses uses) {
        this.uses = uses;
        modes = AuthMode.of(config);
        this.authenticators = authenticators;
    }

    void start(@Observes StartupEvent event) {
        if (!required()) {
            LOG.warn("NO AUTHENTICATION: memory-service.auth.modes is None, so whoever reaches this server reads,"
                    + " writes and deletes every memory. Use APIKey unless nothing but this machine can reach it.");
        }
    }

    /** Whether a credential is asked for. */
    public boolean required() {
        return !modes.contains(AuthMode.NONE);
    }

    /** Whether a caller that was let in would be let in now, with the same credential and for as much. Does not block. */
    public boolean admitsStill(Caller caller) {
        return authenticators.stream().allMatch(authenticator -> authenticator.admitsStill(caller));
    }

    /** Whose token this is. Does not block; costs the same however many keys and users there are. */
    public Verdict judge(String token) {
        for (Authenticator authenticator : authenticators) {
            Verdict verdict = authenticator.judge(token);
            if (verdict instanceof Verdict.Accepted accepted) {
                uses.used(accepted.caller());
            }
            if (!(verdict instanceof Verdict.Unknown)) {
                return verdict;
            }
        }
        return modes.contains(AuthMode.API_KEY)
                ? Verdict.UNKNOWN
                // Where there are no keys, a client only has to get a token.
                : new Verdict.Rejected(
                        "unknown", 401, "invalid_token", "This is no access token of this server: get one");
    }
}
