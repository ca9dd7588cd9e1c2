package dev.memoryservice.server.oauth.client;

import dev.memoryservice.server.oauth.Attempts;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds out which client sends a request: by its secret in a header or in the body, or by its id when it has none. */
@Singleton
public final class ClientAuthentication {

    private static final Logger LOG = Logger.getLogger(ClientAuthentication.class);

    private static final String BASIC = "Basic ";
    private static final int MOST_FAILURES = 20;

    private final Clients clients;
    private final Attempts failures;

    ClientAuthentication(Clients clients, Attempts.Factory attempts) {
        this.clients = clients;
        this.failures = attempts.limitedTo(MOST_FAILURES, Duration.ofMinutes(5));
    }

    private record Presented(String id, Optional<String> secret) {}

    /**
     * The client.
     *
     * @throws OAuthException when it is not known or has not proved itself
     */
    public Client authenticate(OAuthRequest request, Parameters form) {
        Presented presented = presented(request, form);
        String who = request.address() + " " + presented.id();
        if (failures.exceeded(who)) {
            throw new OAuthException(
                    429, "temporarily_unavailable", "Too many failures from this address: wait a while");
        }
        Optional<Client> client = clients.find(presented.id());
        boolean proved = client.isPresent()
                && (client.get().isPublic()
                        ? presented.secret().isEmpty()
                        : presented.secret().filter(client.get()::hasSecret).isPresent());
        if (!proved) {
            failures.count(who);
            LOG.warnf("OAuth: a client from %s has not proved who it is", request.address());
            throw OAuthException.invalidClient("The client is unknown, or its secret is missing or wrong");
        }
        return client.get();
    }

    private static Presented presented(OAuthRequest request, Parameters form) {
        Optional<String> header = request.header("Authorization");
        Optional<String> inBody = form.get("client_id");
        if (header.isEmpty()) {
            return new Presented(
                    inBody.orElseThrow(() -> OAuthException.invalidClient(
                            "Send client_id and client_secret in the body, or the header Authorization: Basic")),
                    form.get("client_secret"));
        }
        if (form.get("client_secret").isPresent()) {
            throw OAuthException.bad(
                    "invalid_request", "The client proves itself twice: by the header and in the body");
        }
        Presented presented = basic(header.get());
        if (inBody.isPresent() && !inBody.get().equals(presented.id())) {
            throw OAuthException.bad("invalid_request", "client_id is another one than that of the header");
        }
        return presented;
    }

    private static Presented basic(String header) {
        try {
            if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                String pair = new String(
                        Base64.getDecoder()
                                .decode(header.substring(BASIC.length()).strip()),
                        StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon > 0) {
                    // RFC 6749, 2.3.1: both are encoded as in a form first.
                    String secret = decoded(pair.substring(colon + 1));
                    return new Presented(
                            decoded(pair.substring(0, colon)),
                            secret.isEmpty() ? Optional.empty() : Optional.of(secret));
                }
            }
        } catch (IllegalArgumentException e) {
            // Answered below like any other header that cannot be read.
        }
        throw OAuthException.invalidClient("The header Authorization is not Basic with client_id and client_secret");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
