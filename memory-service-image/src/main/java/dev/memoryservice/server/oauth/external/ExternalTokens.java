package dev.memoryservice.server.oauth.external;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Quota;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.token.AccessTokens;
import dev.memoryservice.server.oauth.token.InvalidTokenException;
import dev.memoryservice.server.oauth.token.Jwt;
import dev.memoryservice.server.oauth.token.OAuthAuthenticator;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Judges access tokens of an external issuer, and says what their claims mean here. */
final class ExternalTokens {

    /** Before the name of a user that only the issuer knows: no MemoryUser and no tenant of a key begins so. */
    private static final String FOREIGN = "external:";

    private static final Pattern TENANT = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern USER = Pattern.compile("\\P{Cntrl}{1,200}");

    private final String issuer;
    private final IssuerKeys keys;
    private final OAuthSettings settings;
    private final Users users;
    private final Clock clock;

    ExternalTokens(String issuer, IssuerKeys keys, OAuthSettings settings, Users users, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.settings = settings;
        this.users = users;
        this.clock = clock;
    }

    Verdict judge(String text) {
        try {
            SignedJWT token = Jwt.parse(text);
            Optional<String> missing = keys.missing();
            if (missing.isPresent()) {
                keys.renewSoon();
                return unavailable("The OAuth issuer " + issuer + " has not given its keys: " + missing.get());
            }
            if (!keys.knows(token) && keys.renewSoon()) {
                return unavailable("The OAuth issuer " + issuer + " is being asked for new keys: try again");
            }
            if (!keys.signed(token)) {
                throw new InvalidTokenException("The token is not signed by a key of " + issuer);
            }
            return ofClaims(Jwt.check(token, issuer, audience(), clock.instant()));
        } catch (InvalidTokenException e) {
            return new Verdict.Rejected("unknown", 401, "invalid_token", e.getMessage());
        } catch (ParseException e) {
            return new Verdict.Rejected("unknown", 401, "invalid_token", "The claims of the token cannot be read");
        }
    }

    private Verdict ofClaims(JWTClaimsSet claims) throws ParseException, InvalidTokenException {
        String name = text(claims, settings.values().external().userClaim());
        if (!USER.matcher(name).matches()) {
            throw new InvalidTokenException("The token has no user in its claim '"
                    + settings.values().external().userClaim() + "'");
        }
        Set<Scope> scopes = scopes(claims);
        Optional<User> user = users.find(name);
        if (user.filter(User::suspended).isPresent()) {
            return new Verdict.Rejected(name, 403, "access_denied", "The user '" + name + "' is suspended");
        }
        String tenant;
        Optional<String> claim = tenantClaim();
        if (claim.isPresent()) {
            tenant = text(claims, claim.get());
            if (!TENANT.matcher(tenant).matches()) {
                return new Verdict.Rejected(
                        name, 403, "access_denied", "The token has no tenant in its claim '" + claim.get() + "'");
            }
        } else {
            tenant = tenant(name, user);
        }
        return new Verdict.Accepted(new Caller(
                name,
                tenant,
                user.map(known -> OAuthAuthenticator.both(scopes, known)).orElse(scopes),
                Caller.Credential.ACCESS_TOKEN,
                user.map(User::quota).orElse(Quota.UNLIMITED)));
    }

    private Optional<String> tenantClaim() {
        return settings.values().external().tenantClaim().filter(word -> !word.isBlank());
    }

    private static String tenant(String name, Optional<User> user) {
        return user.map(User::tenant).orElse(FOREIGN + name);
    }

    /** Whether a user, whose token was good, has not become another one here since. */
    boolean admitsStill(Caller caller) {
        Optional<User> user = users.find(caller.name());
        if (user.filter(User::suspended).isPresent()
                || user.filter(known ->
                                !OAuthAuthenticator.both(caller.scopes(), known).containsAll(caller.scopes()))
                        .isPresent()) {
            return false;
        }
        return tenantClaim().isPresent() || tenant(caller.name(), user).equals(caller.tenant());
    }

    private Set<Scope> scopes(JWTClaimsSet claims) {
        Object claim = claims.getClaim(settings.values().external().scopeClaim());
        String words = claim instanceof List<?> list
                ? String.join(" ", list.stream().map(String::valueOf).toList())
                : String.valueOf(claim);
        return AccessTokens.scopes(words);
    }

    private Predicate<String> audience() {
        return settings.values()
                .external()
                .audience()
                .filter(given -> !given.isBlank())
                .<Predicate<String>>map(given -> given::equals)
                .orElse(settings::isThisServer);
    }

    private static String text(JWTClaimsSet claims, String name) throws ParseException {
        return Optional.ofNullable(claims.getStringClaim(name)).orElse("");
    }

    private static Verdict unavailable(String why) {
        return new Verdict.Rejected("unknown", 503, "temporarily_unavailable", why);
    }
}
