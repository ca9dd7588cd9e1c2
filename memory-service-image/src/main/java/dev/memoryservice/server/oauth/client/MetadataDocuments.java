package dev.memoryservice.server.oauth.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.oauth.Attempts;
import dev.memoryservice.server.oauth.http.OAuthException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clients whose id is the https address of their description (OAuth Client ID Metadata Document). A description is kept
 * for ten minutes; one host is asked ten times a minute at most.
 */
@Singleton
public final class MetadataDocuments {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 500;
    private static final int LONGEST_ADDRESS = 1024;
    private static final int MOST_A_MINUTE = 10;

    private final DocumentFetcher fetcher;
    private final ObjectMapper json;
    private final Clock clock;
    private final Attempts fetches;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Kept(Client client, Instant until) {}

    MetadataDocuments(DocumentFetcher fetcher, ObjectMapper json, Attempts.Factory attempts, Clock clock) {
        this.fetcher = fetcher;
        this.json = json;
        this.clock = clock;
        this.fetches = attempts.limitedTo(MOST_A_MINUTE, Duration.ofMinutes(1));
    }

    /** Whether an id has the form of such an address. */
    static boolean isAddress(String id) {
        if (!id.startsWith("https://") || id.length() > LONGEST_ADDRESS) {
            return false;
        }
        try {
            URI uri = new URI(id);
            return uri.getHost() != null
                    && uri.getRawPath().length() > 1
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.normalize().equals(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** @throws OAuthException when the description cannot be fetched, or is not one */
    Client read(String id) {
        Optional<Client> known = known(id);
        if (known.isPresent()) {
            return known.get();
        }
        URI uri = URI.create(id);
        if (fetches.exceeded(uri.getHost())) {
            throw new OAuthException(
                    429, "temporarily_unavailable", "The host of client_id was asked too often: wait a minute");
        }
        fetches.count(uri.getHost());
        Client client = parse(id, fetcher.fetch(uri));
        keep(client);
        return client;
    }

    private synchronized Optional<Client> known(String id) {
        return Optional.ofNullable(kept.get(id))
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Kept::client);
    }

    private synchronized void keep(Client client) {
        kept.put(client.id(), new Kept(client, clock.instant().plus(KEPT)));
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private Client parse(String id, String text) {
        JsonNode document;
        try {
            document = json.readTree(text);
        } catch (JsonProcessingException e) {
            throw ClientMetadata.invalid("The description behind client_id is no JSON");
        }
        if (!document.isObject() || !id.equals(document.path("client_id").asText())) {
            throw ClientMetadata.invalid("The description behind client_id is one of another client_id");
        }
        if (!document.path("token_endpoint_auth_method").asText("none").equals("none")) {
            throw ClientMetadata.invalid(
                    "token_endpoint_auth_method has to be 'none' for a client that is described by a document");
        }
        List<String> redirects = ClientMetadata.redirectUris(document);
        return new Client(
                id,
                ClientMetadata.name(document).orElse(URI.create(id).getHost()),
                List.of(),
                redirects,
                Optional.empty(),
                Client.Origin.DOCUMENT);
    }
}
