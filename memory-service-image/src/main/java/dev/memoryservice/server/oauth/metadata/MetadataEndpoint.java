package dev.memoryservice.server.oauth.metadata;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.oauth.OAuthPaths;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.keys.SigningKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The descriptions that clients find by themselves: RFC 8414 (also as OpenID Connect has it), RFC 9728, RFC 7517. */
@Singleton
public final class MetadataEndpoint {

    /** So long before a key signs, and so long after, it has to be in the set. */
    private static final String KEPT = "public, max-age=300";

    private final OAuthSettings settings;
    private final Instance<SigningKeys> keys;

    MetadataEndpoint(OAuthSettings settings, Instance<SigningKeys> keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /** The authorization server. */
    public Answer server(OAuthRequest request) {
        JsonArray clientMethods = array("client_secret_basic", "client_secret_post", "none");
        JsonObject metadata = new JsonObject()
                .put("issuer", settings.issuer())
                .put("authorization_endpoint", settings.address(OAuthPaths.AUTHORIZE))
                .put("token_endpoint", settings.address(OAuthPaths.TOKEN))
                .put("jwks_uri", settings.address(OAuthPaths.JWKS))
                .put("introspection_endpoint", settings.address(OAuthPaths.INTROSPECT))
                .put("revocation_endpoint", settings.address(OAuthPaths.REVOKE))
                .put("scopes_supported", scopes())
                .put("response_types_supported", array("code"))
                .put("response_modes_supported", array("query"))
                .put("grant_types_supported", array("authorization_code", "refresh_token", "client_credentials"))
                .put("code_challenge_methods_supported", array("S256"))
                .put("token_endpoint_auth_methods_supported", clientMethods)
                .put("revocation_endpoint_auth_methods_supported", clientMethods)
                .put(
                        "introspection_endpoint_auth_methods_supported",
                        array("client_secret_basic", "client_secret_post"))
                .put("authorization_response_iss_parameter_supported", true)
                .put("client_id_metadata_document_supported", settings.values().clientMetadataDocuments())
                .put("protected_resources", array(settings.issuer(), settings.address("/mcp")))
                // OpenID Connect Discovery asks for these two, although no ID token is ever issued here.
                .put("subject_types_supported", array("public"))
                .put("id_token_signing_alg_values_supported", array("RS256"));
        if (settings.values().dynamicRegistration()) {
            metadata.put("registration_endpoint", settings.address(OAuthPaths.REGISTER));
        }
        return Answer.json(200, metadata);
    }

    /** This server as one that takes access tokens; the resource is the path behind the well-known one. */
    public Answer resource(OAuthRequest request) {
        String path = request.path();
        int behind = path.indexOf(OAuthPaths.RESOURCE_METADATA) + OAuthPaths.RESOURCE_METADATA.length();
        return Answer.json(
                200,
                new JsonObject()
                        .put("resource", settings.address(path.substring(behind)))
                        .put(
                                "authorization_servers",
                                array(settings.externalIssuer().orElse(settings.issuer())))
                        .put("scopes_supported", scopes())
                        .put("bearer_methods_supported", array("header"))
                        .put("resource_name", "Memory Service"));
    }

    /** The public keys. */
    public Answer keys(OAuthRequest request) {
        return new Answer(
                200,
                Map.of("Content-Type", "application/jwk-set+json", "Cache-Control", KEPT),
                new JsonObject(keys.get().current().jwks()).encode());
    }

    private static JsonArray scopes() {
        return new JsonArray(Arrays.stream(Scope.values()).map(Scope::word).toList());
    }

    private static JsonArray array(String... values) {
        return new JsonArray(List.of(values));
    }
}
