package dev.memoryservice.server.oauth.authorization;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.client.Client;
import dev.memoryservice.server.oauth.client.Clients;
import dev.memoryservice.server.oauth.client.RedirectUris;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.Parameters;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks a user for.
 *
 * @param redirectUri where the answer goes
 * @param state goes back with the answer; empty when there is none
 * @param challenge the S256 challenge of RFC 7636
 * @param silent whether no page may be shown
 * @param query the request as it came, to be repeated after the login
 */
public record AuthorizationRequest(
        Client client,
        String redirectUri,
        String state,
        Set<Scope> scopes,
        String resource,
        String challenge,
        boolean silent,
        String query) {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST_STATE = 4096;

    /**
     * Reads a request.
     *
     * @throws OAuthException when it is not safe to send the browser anywhere
     * @throws RefusedAuthorizationException when the client is told instead of the user
     */
    static AuthorizationRequest parse(String query, Clients clients, OAuthSettings settings) {
        Parameters given = Parameters.parse(query);
        Client client = clients.find(given.require("client_id"))
                .orElseThrow(() -> OAuthException.bad(
                        "invalid_client",
                        "This server does not know the application. If it registered itself long ago, remove the"
                                + " server from the application and add it again."));
        String redirectUri = redirectUri(given.get("redirect_uri"), client);
        String state = given.get("state").orElse("");
        try {
            return checked(given, client, redirectUri, state, query, settings);
        } catch (OAuthException e) {
            throw new RefusedAuthorizationException(redirectUri, state, e.error(), e.getMessage());
        }
    }

    private static String redirectUri(Optional<String> given, Client client) {
        if (given.isEmpty() && client.redirectUris().size() == 1) {
            return client.redirectUris().getFirst();
        }
        return given.filter(uri -> RedirectUris.matches(client.redirectUris(), uri))
                .orElseThrow(() -> OAuthException.bad(
                        "invalid_request",
                        "The address that the application wants the answer at (redirect_uri) is none of those that it"
                                + " is registered with."));
    }

    private static AuthorizationRequest checked(
            Parameters given, Client client, String redirectUri, String state, String query, OAuthSettings settings) {
        if (!given.require("response_type").equals("code")) {
            throw OAuthException.bad("unsupported_response_type", "response_type has to be code");
        }
        if (given.get("request").isPresent()) {
            throw OAuthException.bad(
                    "request_not_supported", "Send the parameters themselves, not in a request object");
        }
        if (given.get("request_uri").isPresent()) {
            throw OAuthException.bad("request_uri_not_supported", "Send the parameters themselves, not their address");
        }
        if (given.get("response_mode").filter(mode -> !mode.equals("query")).isPresent()) {
            throw OAuthException.bad("invalid_request", "response_mode has to be query");
        }
        if (state.length() > LONGEST_STATE) {
            throw OAuthException.bad("invalid_request", "state is longer than " + LONGEST_STATE + " characters");
        }
        String challenge = given.require("code_challenge");
        if (!given.get("code_challenge_method").orElse("plain").equals("S256")
                || !CHALLENGE.matcher(challenge).matches()) {
            throw OAuthException.bad(
                    "invalid_request", "code_challenge_method has to be S256, and code_challenge 43 characters");
        }
        String resource = given.get("resource").orElse(settings.issuer());
        if (!settings.isThisServer(resource)) {
            throw OAuthException.bad("invalid_target", "resource is not this server, which is " + settings.issuer());
        }
        return new AuthorizationRequest(
                client,
                redirectUri,
                state,
                AskedScopes.parse(given.get("scope").orElse(AskedScopes.DEFAULT)),
                resource,
                challenge,
                given.get("prompt").filter("none"::equals).isPresent(),
                query);
    }
}
