package dev.memoryservice.server.oauth.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.oauth.http.OAuthException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients say of themselves (RFC 7591, 2), read with suspicion. */
final class ClientMetadata {

    private static final int LONGEST_NAME = 100;

    private ClientMetadata() {}

    /** Where answers may lead: 1 to 20 addresses of an allowed kind. */
    static List<String> redirectUris(JsonNode metadata) {
        JsonNode given = metadata.path("redirect_uris");
        if (!given.isArray() || given.isEmpty() || given.size() > RedirectUris.MOST) {
            throw OAuthException.bad(
                    "invalid_redirect_uri",
                    "redirect_uris has to be a list of 1 to " + RedirectUris.MOST + " addresses");
        }
        List<String> uris = new ArrayList<>();
        for (JsonNode uri : given) {
            if (!uri.isTextual() || !RedirectUris.allowed(uri.textValue())) {
                throw OAuthException.bad(
                        "invalid_redirect_uri",
                        "redirect_uris[" + uris.size() + "] has to be https, http on localhost, or of a scheme of the"
                                + " application's own; without fragment and user");
            }
            uris.add(uri.textValue());
        }
        return List.copyOf(uris);
    }

    /** What people are shown: a line without control characters. */
    static Optional<String> name(JsonNode metadata) {
        String name = metadata.path("client_name").asText("").strip();
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(LONGEST_NAME)
                .forEach(shown::appendCodePoint);
        return shown.isEmpty() ? Optional.empty() : Optional.of(shown.toString());
    }

    static OAuthException invalid(String why) {
        return OAuthException.bad("invalid_client_metadata", why);
    }
}
