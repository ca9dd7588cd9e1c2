package dev.memoryservice.server.oauth.login;

import dev.memoryservice.server.auth.SecretDigest;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.oauth.Attempts;
import dev.memoryservice.server.oauth.OAuthPaths;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import dev.memoryservice.server.oauth.token.Secrets;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Logs users in by name and password. Who fails too often waits: by name and address soon, so that a stranger elsewhere
 * locks nobody out; by address or by name alone after many more failures.
 */
@Singleton
public final class LoginEndpoint {

    private static final Logger LOG = Logger.getLogger(LoginEndpoint.class);

    private static final Duration LOCKED = Duration.ofMinutes(15);
    private static final Duration FORM_LIFETIME = Duration.ofHours(1);
    private static final int MOST_OF_NAME_AND_ADDRESS = 5;
    private static final int MOST_OF_ADDRESS = 200;
    private static final int MOST_OF_NAME = 200;
    private static final String FORM_COOKIE = "login";

    /** What goes back into a header is only what this server could have made. */
    private static final Pattern QUERY = Pattern.compile("[!-~]{0,16384}");

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Users users;
    private final Sessions sessions;
    private final Pages pages;
    private final OAuthSettings settings;
    private final Attempts byBoth;
    private final Attempts byAddress;
    private final Attempts byName;

    LoginEndpoint(Users users, Sessions sessions, Pages pages, OAuthSettings settings, Attempts.Factory attempts) {
        this.users = users;
        this.sessions = sessions;
        this.pages = pages;
        this.settings = settings;
        byBoth = attempts.limitedTo(MOST_OF_NAME_AND_ADDRESS, LOCKED);
        byAddress = attempts.limitedTo(MOST_OF_ADDRESS, LOCKED);
        byName = attempts.limitedTo(MOST_OF_NAME, LOCKED);
    }

    /** GET: the page, for one that wants to see its applications. */
    public Answer show(OAuthRequest request) {
        return page(request, "");
    }

    /**
     * The page to log in.
     *
     * @param authorization the authorization request that goes on afterwards, as a query; empty for the applications
     */
    public Answer page(OAuthRequest request, String authorization) {
        return page(request, 200, "", authorization);
    }

    /** POST: the name and the password. */
    public Answer login(OAuthRequest request) {
        Parameters form;
        try {
            form = request.form();
        } catch (OAuthException e) {
            return pages.problem(e.status(), e.getMessage());
        }
        String authorization = form.get("request").orElse("");
        if (!QUERY.matcher(authorization).matches()) {
            return pages.problem(400, "The request of the application is no longer what it was.");
        }
        boolean own = request.cookie(sessions.named(FORM_COOKIE))
                .filter(cookie -> Secrets.same(
                        Secrets.derive(FORM_COOKIE, cookie), form.get("csrf").orElse("")))
                .isPresent();
        if (!own) {
            return page(
                    request,
                    400,
                    "This page was open for too long, or cookies are off. Please try again.",
                    authorization);
        }
        String name = form.get("user").orElse("").strip().toLowerCase(Locale.ROOT);
        String both = request.address() + " " + name;
        if (byBoth.exceeded(both) || byAddress.exceeded(request.address()) || byName.exceeded(name)) {
            LOG.warnf("OAuth: a login from %s is refused: too many failures", request.address());
            return page(request, 429, "Too many failed logins. Please wait a quarter of an hour.", authorization)
                    .with("Retry-After", Long.toString(LOCKED.toSeconds()));
        }
        Optional<User> user = users.find(name).filter(found -> !found.suspended());
        boolean right = hasPassword(user, form.get("password").orElse(""));
        if (!right) {
            byBoth.count(both);
            byAddress.count(request.address());
            byName.count(name);
            LOG.warnf("OAuth: a login from %s failed", request.address());
            return page(request, 403, "User name or password is wrong.", authorization);
        }
        byBoth.clear(both);
        LOG.infof("OAuth: the user '%s' logged in from %s", user.orElseThrow().name(), request.address());
        String next = authorization.isEmpty() ? OAuthPaths.APPLICATIONS : OAuthPaths.AUTHORIZE + "?" + authorization;
        return Answer.redirect(settings.issuerPath() + next).with("Set-Cookie", sessions.begin(user.get()));
    }

    private static boolean hasPassword(Optional<User> user, String password) {
        SecretDigest presented = SecretDigest.of(password.strip());
        return user.stream()
                        .flatMap(found -> found.passwords().stream())
                        .filter(presented::equals)
                        .count()
                > 0;
    }

    private Answer page(OAuthRequest request, int status, String problem, String authorization) {
        String cookie = request.cookie(sessions.named(FORM_COOKIE))
                .filter(value -> SECRET.matcher(value).matches())
                .orElseGet(Secrets::random);
        return pages.login(status, problem, Secrets.derive(FORM_COOKIE, cookie), authorization)
                .with("Set-Cookie", sessions.header(sessions.named(FORM_COOKIE), cookie, FORM_LIFETIME));
    }
}
