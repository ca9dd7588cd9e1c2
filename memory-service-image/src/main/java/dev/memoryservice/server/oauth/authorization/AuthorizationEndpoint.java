package dev.memoryservice.server.oauth.authorization;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.client.Clients;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import dev.memoryservice.server.oauth.login.LoginEndpoint;
import dev.memoryservice.server.oauth.login.Pages;
import dev.memoryservice.server.oauth.login.Sessions;
import dev.memoryservice.server.oauth.token.OAuthAuthenticator;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks the user whether a client may act for it, and sends the browser back with a code. The user is asked each time:
 * whoever knows a public client's id could ask in its name.
 */
@Singleton
public final class AuthorizationEndpoint {

    private static final Logger LOG = Logger.getLogger(AuthorizationEndpoint.class);

    private final Clients clients;
    private final Sessions sessions;
    private final LoginEndpoint login;
    private final Codes codes;
    private final Pages pages;
    private final OAuthSettings settings;

    AuthorizationEndpoint(
            Clients clients, Sessions sessions, LoginEndpoint login, Codes codes, Pages pages, OAuthSettings settings) {
        this.clients = clients;
        this.sessions = sessions;
        this.login = login;
        this.codes = codes;
        this.pages = pages;
        this.settings = settings;
    }

    /** GET: the login or the question. */
    public Answer ask(OAuthRequest request) {
        return answering(request, request.rawQuery(), asked -> {
            Optional<Sessions.Session> session = sessions.of(request);
            if (asked.silent()) {
                throw new RefusedAuthorizationException(
                        asked.redirectUri(),
                        asked.state(),
                        session.isEmpty() ? "login_required" : "consent_required",
                        "The user has to be asked");
            }
            return session.isEmpty()
                    ? login.page(request, asked.query())
                    : pages.consent(
                            asked, session.get(), scopes(asked, session.get().user()));
        });
    }

    /** POST: what the user answered. */
    public Answer decide(OAuthRequest request) {
        Parameters form;
        try {
            form = request.form();
        } catch (OAuthException e) {
            return pages.problem(e.status(), e.getMessage());
        }
        return answering(request, form.get("request").orElse(""), asked -> {
            Optional<Sessions.Session> session = sessions.of(request)
                    .filter(found -> found.isFormOf(form.get("csrf").orElse("")));
            if (session.isEmpty()) {
                return login.page(request, asked.query());
            }
            User user = session.get().user();
            if (!form.get("decision").orElse("").equals("allow")) {
                LOG.infof(
                        "OAuth: the user '%s' refused the client '%s'",
                        user.name(), asked.client().id());
                throw new RefusedAuthorizationException(
                        asked.redirectUri(), asked.state(), "access_denied", "The user refused");
            }
            String code = codes.issue(asked, user.name(), scopes(asked, user));
            clients.used(asked.client());
            LOG.infof(
                    "OAuth: the user '%s' let in the client '%s'",
                    user.name(), asked.client().id());
            return back(asked.redirectUri(), asked.state(), Map.of("code", code));
        });
    }

    @FunctionalInterface
    private interface Asked {
        Answer answer(AuthorizationRequest request);
    }

    private Answer answering(OAuthRequest request, String query, Asked next) {
        try {
            return next.answer(AuthorizationRequest.parse(query, clients, settings));
        } catch (RefusedAuthorizationException e) {
            LOG.infof(
                    "OAuth: %s answered to an authorization request from %s: %s",
                    e.error(), request.address(), e.getMessage());
            return back(
                    e.redirectUri(),
                    e.state(),
                    Map.of("error", e.error(), "error_description", Answer.printable(e.getMessage())));
        } catch (OAuthException e) {
            LOG.warnf("OAuth: an authorization request from %s is refused: %s", request.address(), e.getMessage());
            return pages.problem(e.status(), e.getMessage());
        }
    }

    private static Set<Scope> scopes(AuthorizationRequest asked, User user) {
        Set<Scope> scopes = OAuthAuthenticator.both(asked.scopes(), user);
        if (scopes.isEmpty()) {
            throw new RefusedAuthorizationException(
                    asked.redirectUri(),
                    asked.state(),
                    "access_denied",
                    "The user '" + user.name() + "' has none of the scopes that were asked for");
        }
        return scopes;
    }

    /** To the client, with the issuer, so that it notices an answer of another server (RFC 9207). */
    private Answer back(String redirectUri, String state, Map<String, String> values) {
        String parameters = values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(value -> value.getKey() + "=" + encoded(value.getValue()))
                .collect(Collectors.joining("&"));
        return Answer.redirect(redirectUri
                + (redirectUri.indexOf('?') < 0 ? "?" : "&")
                + parameters
                + (state.isEmpty() ? "" : "&state=" + encoded(state))
                + "&iss=" + encoded(settings.issuer()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
