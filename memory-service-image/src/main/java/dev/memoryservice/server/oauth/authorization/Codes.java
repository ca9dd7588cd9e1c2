package dev.memoryservice.server.oauth.authorization;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.Table;
import dev.memoryservice.server.oauth.token.AccessTokens;
import dev.memoryservice.server.oauth.token.Grants;
import dev.memoryservice.server.oauth.token.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Authorization codes: good once, for a minute, for the client that asked and knows the verifier (RFC 7636). */
@Singleton
public final class Codes {

    private static final Logger LOG = Logger.getLogger(Codes.class);

    private static final Duration GOOD = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final Table<IssuedCode> codes;
    private final Grants grants;
    private final Clock clock;

    Codes(MemoryStore store, Grants grants, ObjectMapper json, Clock clock) {
        this.codes = new Table<>(store.oauth(), Kind.CODE, IssuedCode.class, json, clock);
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * What a code stood for.
     *
     * @param family the secret that the grant begins with
     */
    public record Redeemed(String user, String scope, String resource, String family) {}

    /** A code for what {@code user} allowed. */
    String issue(AuthorizationRequest request, String user, Set<Scope> scopes) {
        String code = Secrets.random();
        Instant now = clock.instant();
        codes.put(new Table.Row<>(
                Secrets.digest(code),
                user,
                now.plus(REMEMBERED),
                new IssuedCode(
                        request.client().id(),
                        request.redirectUri(),
                        request.challenge(),
                        AccessTokens.words(scopes),
                        request.resource(),
                        now.plus(GOOD),
                        "")));
        return code;
    }

    /**
     * Takes a code. One that comes a second time was stolen: what was given for it ends.
     *
     * @throws OAuthException when it is not good
     */
    public Redeemed redeem(String code, String client, Optional<String> redirectUri, String verifier) {
        if (!VERIFIER.matcher(verifier).matches()) {
            throw OAuthException.bad("invalid_grant", "code_verifier is not 43 to 128 of the letters of RFC 7636");
        }
        Instant now = clock.instant();
        String challenge = Secrets.digest(verifier);
        String family = Secrets.random();
        Table.Change<IssuedCode> change = codes.update(
                        Secrets.digest(code),
                        row -> fits(row.value(), client, redirectUri, challenge, now)
                                ? row.with(row.value().redeemedFor(Grants.idOf(family)))
                                : row)
                .orElseThrow(() -> OAuthException.bad("invalid_grant", "The code is unknown or has expired"));
        IssuedCode before = change.before().value();
        if (!before.grant().isEmpty()) {
            LOG.warnf(
                    "OAuth: a used code of the user '%s' was presented again by the client '%s': the grant has ended",
                    change.before().owner(), client);
            grants.end(before.grant());
            throw OAuthException.bad("invalid_grant", "The code was used before: authorize again");
        }
        if (!fits(before, client, redirectUri, challenge, now)) {
            throw OAuthException.bad(
                    "invalid_grant",
                    "The code has expired, is another client's, or redirect_uri or code_verifier do not belong to it");
        }
        return new Redeemed(change.before().owner(), before.scope(), before.resource(), family);
    }

    private static boolean fits(
            IssuedCode code, String client, Optional<String> redirectUri, String challenge, Instant now) {
        return code.grant().isEmpty()
                && now.isBefore(code.goodUntil())
                && code.client().equals(client)
                && redirectUri.filter(uri -> !uri.equals(code.redirectUri())).isEmpty()
                && Secrets.same(code.challenge(), challenge);
    }
}
