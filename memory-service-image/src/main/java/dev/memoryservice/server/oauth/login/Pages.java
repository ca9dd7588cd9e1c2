package dev.memoryservice.server.oauth.login;

import static dev.memoryservice.server.oauth.login.Html.escape;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.oauth.OAuthPaths;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.authorization.AuthorizationRequest;
import dev.memoryservice.server.oauth.client.Client;
import dev.memoryservice.server.oauth.client.RedirectUris;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.state.Table;
import dev.memoryservice.server.oauth.token.AccessTokens;
import dev.memoryservice.server.oauth.token.Grant;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages that a user sees in the browser. They run no script and load nothing but one style sheet. */
@Singleton
public final class Pages {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s - Memory Service</title>
            <link rel="stylesheet" href="%2$s">
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %3$s
            </main>
            </body>
            </html>
            """;

    private static final String LOGIN = """
            %1$s
            <form method="post" action="%2$s">
            <input type="hidden" name="csrf" value="%3$s">
            <input type="hidden" name="request" value="%4$s">
            <label for="user">User name</label>
            <input id="user" name="user" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus maxlength="253">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
            <button type="submit">Log in</button>
            </form>
            """;

    private static final String CONSENT = """
            <p>%1$s wants to use the memories of <strong>%2$s</strong>:</p>
            <ul>
            %3$s</ul>
            <p>The answer goes to <strong>%4$s</strong>. Allow this only if you have just started it yourself.</p>
            %5$s
            <form method="post" action="%6$s">
            <input type="hidden" name="csrf" value="%7$s">
            <input type="hidden" name="request" value="%8$s">
            <div class="choice">
            <button type="submit" name="decision" value="allow">Allow</button>
            <button type="submit" name="decision" value="deny" class="second">Deny</button>
            </div>
            </form>
            %9$s
            """;

    private static final Map<Scope, String> MEANINGS = Map.of(
            Scope.READ, "search and read all of them",
            Scope.WRITE, "store, change and delete them",
            Scope.ADMIN, "administer this server, and see and change what belongs to other users");

    private final OAuthSettings settings;

    Pages(OAuthSettings settings) {
        this.settings = settings;
    }

    /** The page to log in. */
    Answer login(int status, String problem, String csrf, String request) {
        String message = problem.isEmpty() ? "" : "<p role=\"alert\">" + escape(problem) + "</p>";
        return page(
                status, "Log in", LOGIN.formatted(message, link(OAuthPaths.LOGIN), escape(csrf), escape(request)), "");
    }

    /** The question whether a client may act for a user. */
    public Answer consent(AuthorizationRequest asked, Sessions.Session session, Set<Scope> scopes) {
        String meanings = scopes.stream()
                .sorted()
                .map(scope -> "<li>" + MEANINGS.get(scope) + "</li>\n")
                .collect(Collectors.joining());
        String body = CONSENT.formatted(
                name(asked.client()),
                escape(session.user().name()),
                meanings,
                escape(place(asked.redirectUri())),
                warning(asked),
                link(OAuthPaths.CONSENT),
                escape(session.formToken()),
                escape(asked.query()),
                logout(session));
        return page(200, "Allow access?", body, RedirectUris.policySource(asked.redirectUri()));
    }

    /** What a user has granted. */
    Answer applications(Sessions.Session session, List<Table.Row<Grant>> grants) {
        Map<String, Table.Row<Grant>> newest = new LinkedHashMap<>();
        grants.forEach(row -> newest.put(row.value().client(), row));
        String list = newest.values().stream()
                .map(row -> """
                        <li>
                        <strong>%1$s</strong> <span>%2$s</span>
                        <form method="post" action="%3$s">
                        <input type="hidden" name="csrf" value="%4$s">
                        <input type="hidden" name="client" value="%5$s">
                        <button type="submit" class="second">Revoke<span class="hidden"> %1$s</span></button>
                        </form>
                        </li>
                        """.formatted(
                        escape(
                                row.value().clientName().isEmpty()
                                        ? row.value().client()
                                        : row.value().clientName()),
                        escape(AccessTokens.words(
                                        AccessTokens.scopes(row.value().scope()))
                                + ", since " + DAY.format(row.value().granted())
                                + ", last used " + DAY.format(row.value().replaced())),
                        link(OAuthPaths.APPLICATIONS_REVOKE),
                        escape(session.formToken()),
                        escape(row.value().client())))
                .collect(Collectors.joining());
        String body = list.isEmpty()
                ? "<p>No application has access to your memories.</p>"
                : "<p>These applications have access to your memories:</p>\n<ul class=\"applications\">\n" + list
                        + "</ul>";
        return page(200, "Applications", body + logout(session), "");
    }

    /** Why the browser gets no further. */
    public Answer problem(int status, String why) {
        return page(
                status,
                "This did not work",
                "<p role=\"alert\">" + escape(why) + "</p><p>Go back to the application and start again.</p>",
                "");
    }

    private String logout(Sessions.Session session) {
        return """
                <form method="post" action="%s" class="account">
                <input type="hidden" name="csrf" value="%s">
                <span>Logged in as %s</span>
                <button type="submit" class="second">Log out</button>
                </form>
                """.formatted(
                        link(OAuthPaths.LOGOUT),
                        escape(session.formToken()),
                        escape(session.user().name()));
    }

    private static String name(Client client) {
        String given = client.name().isEmpty() ? client.id() : client.name();
        String name = "<strong>" + escape(given) + "</strong>";
        return switch (client.origin()) {
            case USER -> "The application " + name;
            case REGISTERED -> "An application that calls itself " + name;
            case DOCUMENT ->
                "The application " + name + " of <strong>"
                        + escape(URI.create(client.id()).getHost()) + "</strong>";
        };
    }

    private static String place(String redirectUri) {
        URI uri = URI.create(redirectUri);
        return switch (uri.getScheme()) {
            case "https" -> uri.getRawAuthority();
            case "http" -> "a program on this computer (" + uri.getRawAuthority() + ")";
            default -> "a program on this computer (" + uri.getScheme() + ":)";
        };
    }

    private static String warning(AuthorizationRequest asked) {
        return asked.client().origin() == Client.Origin.USER
                        || asked.redirectUri().startsWith("https:")
                ? ""
                : "<p>Any program on this computer can give itself this name.</p>";
    }

    private Answer page(int status, String title, String body, String formTarget) {
        String policy =
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                        + (formTarget.isEmpty() ? "" : " " + formTarget);
        return new Answer(
                status,
                Map.of(
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        policy,
                        // Without a referrer of their own, browsers name no origin for a form, and the gate lets none
                        // in.
                        "Referrer-Policy",
                        "same-origin",
                        "Permissions-Policy",
                        "camera=(), geolocation=(), microphone=()"),
                FRAME.formatted(escape(title), link(OAuthPaths.STYLE), body));
    }

    private String link(String path) {
        return escape(settings.issuerPath() + path);
    }
}
