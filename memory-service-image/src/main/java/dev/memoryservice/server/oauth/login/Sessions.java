package dev.memoryservice.server.oauth.login;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.Table;
import dev.memoryservice.server.oauth.token.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is logged in with which browser, for eight hours. The cookie holds a secret, of which only the digest is kept; forms
 * carry another one that follows from it, so that no foreign page can send them.
 */
@Singleton
public final class Sessions {

    private static final Duration LIFETIME = Duration.ofHours(8);
    private static final String FORM = "form";

    private final Table<LoggedIn> sessions;
    private final Users users;
    private final OAuthSettings settings;
    private final Clock clock;

    Sessions(MemoryStore store, Users users, OAuthSettings settings, ObjectMapper json, Clock clock) {
        this.sessions = new Table<>(store.oauth(), Kind.SESSION, LoggedIn.class, json, clock);
        this.users = users;
        this.settings = settings;
        this.clock = clock;
    }

    record LoggedIn(Instant since) {}

    /** A user in a browser. */
    public record Session(User user, String secret) {

        /** What each form of this session carries. */
        public String formToken() {
            return Secrets.derive(FORM, secret);
        }

        /** Whether a form is one of this session's. */
        public boolean isFormOf(String token) {
            return Secrets.same(formToken(), token);
        }
    }

    /** The session of a request. */
    public Optional<Session> of(OAuthRequest request) {
        Optional<String> secret = request.cookie(cookie());
        return secret.flatMap(value -> sessions.find(Secrets.digest(value)))
                .flatMap(row -> users.find(row.owner()))
                .filter(user -> !user.suspended() && !user.passwords().isEmpty())
                .map(user -> new Session(user, secret.orElseThrow()));
    }

    /** Logs a user in; answers the header that sets the cookie. */
    String begin(User user) {
        String secret = Secrets.random();
        Instant now = clock.instant();
        sessions.put(new Table.Row<>(Secrets.digest(secret), user.name(), now.plus(LIFETIME), new LoggedIn(now)));
        return header(cookie(), secret, LIFETIME);
    }

    /** Logs the browser out; answers the header that removes the cookie. */
    String end(Session session) {
        sessions.remove(Secrets.digest(session.secret()));
        return header(cookie(), "", Duration.ZERO);
    }

    /** The header that sets a cookie which no script and no other site gets. */
    String header(String name, String value, Duration lifetime) {
        return name + "=" + value + "; Path=/; Max-Age=" + lifetime.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (settings.secure() ? "; Secure" : "");
    }

    /** A cookie's name; over HTTPS with the prefix that keeps other hosts of the domain from setting it. */
    String named(String name) {
        return (settings.secure() ? "__Host-" : "") + "memory-service-" + name;
    }

    private String cookie() {
        return named("session");
    }
}
