package dev.memoryservice.server.oauth.authorization;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.token.AccessTokens;
import dev.memoryservice.server.oauth.token.OAuthAuthenticator;
import java.util.EnumSet;
import java.util.Set;

/** The scopes that a client asks for. Words of other servers, like {@code openid}, do not count beside one of ours. */
public final class AskedScopes {

    /** What is meant when nothing is asked for; {@code admin} is given only to those who ask. */
    public static final String DEFAULT = "read write";

    private AskedScopes() {}

    /**
     * Reads them.
     *
     * @throws OAuthException when none is known here
     */
    static Set<Scope> parse(String words) {
        Set<Scope> scopes = AccessTokens.scopes(words);
        if (scopes.isEmpty()) {
            throw OAuthException.bad("invalid_scope", "scope has none of this server's scopes: read, write, admin");
        }
        return scopes;
    }

    /**
     * Those of them that a user has.
     *
     * @throws OAuthException when the user has none of them
     */
    public static Set<Scope> within(String words, User user) {
        return some(OAuthAuthenticator.both(parse(words), user));
    }

    /**
     * Those of them that were allowed before.
     *
     * @throws OAuthException when none of them was
     */
    public static Set<Scope> within(String words, Set<Scope> allowed) {
        Set<Scope> both = EnumSet.noneOf(Scope.class);
        parse(words).stream().filter(allowed::contains).forEach(both::add);
        return some(both);
    }

    private static Set<Scope> some(Set<Scope> scopes) {
        if (scopes.isEmpty()) {
            throw OAuthException.bad("invalid_scope", "scope asks for more than was allowed");
        }
        return scopes;
    }
}
