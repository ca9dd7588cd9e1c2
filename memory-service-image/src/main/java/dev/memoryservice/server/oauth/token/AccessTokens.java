package dev.memoryservice.server.oauth.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.keys.SigningKeys;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes and checks the access tokens of this server: JSON Web Tokens as RFC 9068 has them. */
@Singleton
public final class AccessTokens {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /** The type with its first half, which RFC 9068, 4 allows. */
    private static final String LONG_TYPE = "application/at+jwt";

    private static final String GRANT = "grant";

    private final SigningKeys keys;
    private final Revocations revocations;
    private final OAuthSettings settings;
    private final Clock clock;

    AccessTokens(SigningKeys keys, Revocations revocations, OAuthSettings settings, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.settings = settings;
        this.clock = clock;
    }

    /** How long a token is good. */
    public Duration lifetime() {
        return settings.values().accessTokenLifetime();
    }

    /**
     * A new token.
     *
     * @param resource the audience
     * @param grant what it comes from, so that it goes with it
     */
    public String issue(String user, String client, String resource, Set<Scope> scopes, Optional<String> grant) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .subject(user)
                .audience(resource)
                .claim("client_id", client)
                .claim("scope", words(scopes))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime())))
                .jwtID(Secrets.random());
        grant.ifPresent(id -> claims.claim(GRANT, id));
        return keys.current().sign(TYPE, claims.build());
    }

    /** What a token says, if this server issued it for itself and it is good now. Does not block. */
    public AccessToken check(String text) throws InvalidTokenException {
        SignedJWT token = Jwt.parse(text);
        if (!keys.current().signed(token)) {
            throw new InvalidTokenException("The token is not signed by a key of this server");
        }
        JOSEObjectType type = token.getHeader().getType();
        if (!TYPE.equals(type) && !LONG_TYPE.equals(String.valueOf(type))) {
            throw new InvalidTokenException("The token is no access token");
        }
        JWTClaimsSet claims = Jwt.check(token, settings.issuer(), settings::isThisServer, clock.instant());
        AccessToken said = said(claims);
        if (revocations.contains(said.id())
                || said.grant().filter(revocations::contains).isPresent()) {
            throw new InvalidTokenException("The token was revoked");
        }
        return said;
    }

    private static AccessToken said(JWTClaimsSet claims) throws InvalidTokenException {
        try {
            return new AccessToken(
                    required(claims.getJWTID()),
                    required(claims.getSubject()),
                    required(claims.getStringClaim("client_id")),
                    claims.getAudience(),
                    scopes(required(claims.getStringClaim("scope"))),
                    Optional.ofNullable(claims.getStringClaim(GRANT)),
                    Optional.ofNullable(claims.getIssueTime())
                            .map(Date::toInstant)
                            .orElse(Instant.EPOCH),
                    claims.getExpirationTime().toInstant());
        } catch (ParseException e) {
            throw new InvalidTokenException("The claims of the token cannot be read");
        }
    }

    private static String required(String claim) throws InvalidTokenException {
        if (claim == null) {
            throw new InvalidTokenException("The token has not every claim of an access token");
        }
        return claim;
    }

    /** The scopes of a list of words; words that are none of this server's do not count. */
    public static Set<Scope> scopes(String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(words.split(" ")).flatMap(word -> Scope.of(word).stream()).forEach(scopes::add);
        return scopes;
    }

    /** The list of words for scopes, the weakest first. */
    public static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }
}
