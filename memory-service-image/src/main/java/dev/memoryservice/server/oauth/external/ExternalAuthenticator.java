package dev.memoryservice.server.oauth.external;

import dev.memoryservice.server.auth.Authenticator;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.token.Jwt;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Lets in who presents an access token of the external issuer. Nothing is loaded where there is none. */
@Singleton
@Priority(100)
public final class ExternalAuthenticator implements Authenticator {

    private final OAuthSettings settings;
    private final Users users;
    private final Clock clock;
    private Optional<ExternalTokens> tokens = Optional.empty();

    ExternalAuthenticator(OAuthSettings settings, Users users, Clock clock) {
        this.settings = settings;
        this.users = users;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (!settings.enabled() || settings.externalIssuer().isEmpty()) {
            return;
        }
        String issuer = settings.externalIssuer().get();
        Executor workers = task -> vertx.executeBlocking(
                () -> {
                    task.run();
                    return true;
                },
                false);
        IssuerKeys keys = new IssuerKeys(issuer, new IssuerClient(issuer), workers, clock);
        tokens = Optional.of(new ExternalTokens(issuer, keys, settings, users, clock));
        keys.renewSoon();
        vertx.setPeriodic(IssuerKeys.RENEWED_EVERY.toMillis(), timer -> keys.renewSoon());
    }

    @Override
    public Verdict judge(String token) {
        return tokens.isPresent() && Jwt.looksLikeOne(token) ? tokens.get().judge(token) : Verdict.UNKNOWN;
    }

    @Override
    public boolean admitsStill(Caller caller) {
        return caller.credential() != Caller.Credential.ACCESS_TOKEN
                || tokens.map(known -> known.admitsStill(caller)).orElse(true);
    }
}
