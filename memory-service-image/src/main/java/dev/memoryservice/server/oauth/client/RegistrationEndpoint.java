package dev.memoryservice.server.oauth.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.SecretDigest;
import dev.memoryservice.server.oauth.Attempts;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.token.Secrets;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Lets clients register themselves (RFC 7591). Such a client gets nothing before a user lets it in. */
@Singleton
public final class RegistrationEndpoint {

    private static final Logger LOG = Logger.getLogger(RegistrationEndpoint.class);

    private static final Set<String> METHODS = Set.of("none", "client_secret_basic", "client_secret_post");
    private static final Set<String> GRANTS = Set.of("authorization_code", "refresh_token");

    /** How many addresses may use up what one may. */
    private static final int ADDRESSES = 6;

    private static final String ALL = "";

    private final Clients clients;
    private final OAuthSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final Attempts ofAddress;
    private final Attempts ofAll;

    RegistrationEndpoint(
            Clients clients, OAuthSettings settings, ObjectMapper json, Attempts.Factory attempts, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.ofAddress = attempts.limitedTo(settings.values().registrationsPerMinute(), Duration.ofMinutes(1));
        this.ofAll = attempts.limitedTo(ADDRESSES * settings.values().registrationsPerMinute(), Duration.ofMinutes(1));
    }

    /** Answers 201 with the client's id, and its secret if it wants one. */
    public Answer register(OAuthRequest request) {
        if (!settings.values().dynamicRegistration()) {
            throw new OAuthException(
                    403,
                    "access_denied",
                    "Clients cannot register themselves here: ask for a MemoryUser with a client");
        }
        if (ofAddress.exceeded(request.address()) || ofAll.exceeded(ALL)) {
            throw new OAuthException(429, "temporarily_unavailable", "Too many registrations: try again in a minute");
        }
        ofAddress.count(request.address());
        ofAll.count(ALL);
        JsonNode metadata = metadata(request);
        String method = metadata.path("token_endpoint_auth_method").asText("client_secret_basic");
        if (!METHODS.contains(method)) {
            throw ClientMetadata.invalid("token_endpoint_auth_method has to be one of " + METHODS);
        }
        requireAmong(metadata.path("grant_types"), "grant_types", GRANTS);
        requireAmong(metadata.path("response_types"), "response_types", Set.of("code"));
        List<String> redirects = ClientMetadata.redirectUris(metadata);
        String id = Secrets.random();
        String secret = method.equals("none") ? "" : Secrets.random();
        Instant now = clock.instant();
        String name = ClientMetadata.name(metadata).orElse("");
        clients.register(id, new Registered(name, redirects, secret.isEmpty() ? "" : SecretDigest.hexOf(secret), now));
        LOG.infof("OAuth: a client registered itself from %s", request.address());
        JsonObject answer = new JsonObject()
                .put("client_id", id)
                .put("client_id_issued_at", now.getEpochSecond())
                .put("redirect_uris", new JsonArray(redirects))
                .put("token_endpoint_auth_method", method)
                .put("grant_types", new JsonArray(List.of("authorization_code", "refresh_token")))
                .put("response_types", new JsonArray(List.of("code")));
        if (!name.isEmpty()) {
            answer.put("client_name", name);
        }
        if (!secret.isEmpty()) {
            answer.put("client_secret", secret).put("client_secret_expires_at", 0);
        }
        return Answer.json(201, answer);
    }

    private JsonNode metadata(OAuthRequest request) {
        if (!request.contentType().startsWith("application/json")) {
            throw ClientMetadata.invalid("Send the client's metadata as application/json");
        }
        try {
            JsonNode metadata = json.readTree(request.text());
            if (metadata != null && metadata.isObject()) {
                return metadata;
            }
        } catch (JsonProcessingException e) {
            // Answered below like anything else that is no object.
        }
        throw ClientMetadata.invalid("The body has to be a JSON object");
    }

    private static void requireAmong(JsonNode given, String name, Set<String> known) {
        if (given.isMissingNode() || given.isNull()) {
            return;
        }
        for (JsonNode value : given) {
            if (!known.contains(value.asText())) {
                throw ClientMetadata.invalid(name + " may hold " + known + " only");
            }
        }
        if (!given.isArray()) {
            throw ClientMetadata.invalid(name + " has to be a list");
        }
    }
}
