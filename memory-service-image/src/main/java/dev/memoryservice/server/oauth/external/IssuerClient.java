package dev.memoryservice.server.oauth.external;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks an issuer for its keys: first where they are (OpenID Connect Discovery, RFC 8414), then for them. */
final class IssuerClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 1 << 20;

    /** Some issuers name themselves with one. */
    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

    private final URI issuer;
    private final String name;

    /** @param issuer as its tokens and its metadata name it */
    IssuerClient(String issuer) {
        this.name = issuer;
        this.issuer = URI.create(issuer);
    }

    /** The keys as they are now. Blocks for some seconds at most. */
    JWKSet keys() throws IssuerException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return JWKSet.parse(get(http, keysAddress(http)));
        } catch (ParseException e) {
            throw new IssuerException("its key set cannot be read");
        }
    }

    private URI keysAddress(HttpClient http) throws IssuerException {
        Optional<IssuerException> first = Optional.empty();
        for (URI address : metadata()) {
            try {
                Map<String, Object> metadata = JSONObjectUtils.parse(get(http, address));
                if (!name.equals(JSONObjectUtils.getString(metadata, "issuer"))) {
                    throw new IssuerException("its metadata names another issuer");
                }
                return JSONObjectUtils.getURI(metadata, "jwks_uri");
            } catch (ParseException e) {
                first = first.or(() -> Optional.of(new IssuerException("its metadata cannot be read")));
            } catch (IssuerException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        throw first.orElseThrow();
    }

    private List<URI> metadata() {
        String path = issuer.getRawPath() == null
                ? ""
                : TRAILING_SLASHES.matcher(issuer.getRawPath()).replaceAll("");
        String host = issuer.getScheme() + "://" + issuer.getRawAuthority();
        return List.of(
                URI.create(host + path + "/.well-known/openid-configuration"),
                URI.create(host + "/.well-known/oauth-authorization-server" + path));
    }

    private static String get(HttpClient http, URI address) throws IssuerException {
        if (address == null || address.getHost() == null) {
            throw new IssuerException("its metadata has no jwks_uri");
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IssuerException("it answers with status " + response.statusCode());
                }
                byte[] bytes = body.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IssuerException("its answer is longer than " + LARGEST + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new IssuerException("it cannot be reached (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuerException("the server is shutting down");
        }
    }
}
