package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.auth.Authenticator;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.oauth.OAuthSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Lets in who presents an access token of the built-in authorization server. */
@Singleton
@Priority(100)
public final class OAuthAuthenticator implements Authenticator {

    private final Supplier<AccessTokens> tokens;
    private final Users users;
    private final boolean enabled;

    /** @param tokens made at the first one: without OAuth there is nothing of it in memory */
    @Inject
    OAuthAuthenticator(Instance<AccessTokens> tokens, Users users, OAuthSettings settings) {
        this(tokens::get, users, settings.builtIn());
    }

    OAuthAuthenticator(Supplier<AccessTokens> tokens, Users users, boolean enabled) {
        this.tokens = tokens;
        this.users = users;
        this.enabled = enabled;
    }

    @Override
    public Verdict judge(String token) {
        if (!enabled || !Jwt.looksLikeOne(token)) {
            return Verdict.UNKNOWN;
        }
        AccessToken good;
        try {
            good = tokens.get().check(token);
        } catch (InvalidTokenException e) {
            return new Verdict.Rejected("unknown", 401, "invalid_token", e.getMessage());
        }
        Optional<User> user = users.find(good.user());
        if (user.isEmpty()) {
            return new Verdict.Rejected(
                    good.user(), 401, "invalid_token", "The user '" + good.user() + "' is not there any more");
        }
        if (user.get().suspended()) {
            return new Verdict.Rejected(
                    good.user(),
                    403,
                    "access_denied",
                    "The user '" + good.user() + "' is suspended: ask who runs this server");
        }
        return new Verdict.Accepted(new Caller(
                good.user(),
                user.get().tenant(),
                both(good.scopes(), user.get()),
                Caller.Credential.ACCESS_TOKEN,
                user.get().quota()));
    }

    @Override
    public boolean admitsStill(Caller caller) {
        return !enabled
                || caller.credential() != Caller.Credential.ACCESS_TOKEN
                || users.find(caller.name())
                        .filter(user -> Users.admits(user, caller))
                        .isPresent();
    }

    /** What the token allows and the user still may. */
    public static Set<Scope> both(Set<Scope> asked, User user) {
        Set<Scope> both = EnumSet.noneOf(Scope.class);
        asked.stream()
                .filter(scope -> user.caller(Caller.Credential.ACCESS_TOKEN).may(scope))
                .forEach(both::add);
        return both;
    }
}
