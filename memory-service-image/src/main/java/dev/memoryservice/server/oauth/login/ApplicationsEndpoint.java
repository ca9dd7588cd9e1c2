package dev.memoryservice.server.oauth.login;

import dev.memoryservice.server.oauth.OAuthPaths;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import dev.memoryservice.server.oauth.token.Grants;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Shows a user which applications it has let in, and ends what it wants ended. */
@Singleton
public final class ApplicationsEndpoint {

    private static final Logger LOG = Logger.getLogger(ApplicationsEndpoint.class);

    private final Sessions sessions;
    private final LoginEndpoint login;
    private final Grants grants;
    private final Pages pages;
    private final OAuthSettings settings;

    ApplicationsEndpoint(Sessions sessions, LoginEndpoint login, Grants grants, Pages pages, OAuthSettings settings) {
        this.sessions = sessions;
        this.login = login;
        this.grants = grants;
        this.pages = pages;
        this.settings = settings;
    }

    /** GET: the list. */
    public Answer list(OAuthRequest request) {
        return sessions.of(request)
                .map(session ->
                        pages.applications(session, grants.of(session.user().name())))
                .orElseGet(() -> login.page(request, ""));
    }

    /** POST: ends what an application was allowed. */
    public Answer revoke(OAuthRequest request) {
        return posted(request, (session, form) -> {
            String client = form.get("client").orElse("");
            String user = session.user().name();
            grants.of(user).stream()
                    .filter(row -> row.value().client().equals(client))
                    .forEach(row -> grants.end(row.id()));
            LOG.infof("OAuth: the user '%s' ended what the client '%s' was allowed", user, client);
            return Answer.redirect(settings.issuerPath() + OAuthPaths.APPLICATIONS);
        });
    }

    /** POST: logs out. */
    public Answer logout(OAuthRequest request) {
        return posted(request, (session, form) -> Answer.redirect(settings.issuerPath() + OAuthPaths.APPLICATIONS)
                .with("Set-Cookie", sessions.end(session)));
    }

    private Answer posted(OAuthRequest request, BiFunction<Sessions.Session, Parameters, Answer> next) {
        Parameters form;
        try {
            form = request.form();
        } catch (OAuthException e) {
            return pages.problem(e.status(), e.getMessage());
        }
        Optional<Sessions.Session> session = sessions.of(request)
                .filter(found -> found.isFormOf(form.get("csrf").orElse("")));
        return session.map(found -> next.apply(found, form)).orElseGet(() -> login.page(request, ""));
    }
}
