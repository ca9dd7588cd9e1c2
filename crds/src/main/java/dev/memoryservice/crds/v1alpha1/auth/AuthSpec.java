package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** How a client proves who it is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!('None' in self.modes) || size(self.modes) == 1",
        message = "modes contains None beside another mode, but None lets everyone in; remove None or the others",
        fieldPath = ".modes")
@ValidationRule(
        value = "!has(self.apiKey) || 'APIKey' in self.modes",
        message = "apiKey is given, but modes does not contain APIKey, so no key would be asked for;"
                + " add APIKey to modes or remove apiKey",
        fieldPath = ".apiKey")
@ValidationRule(
        value = "!has(self.oauth) || 'OAuth' in self.modes",
        message =
                "oauth is given, but modes does not contain OAuth, so no token would be accepted; add OAuth to modes or"
                        + " remove oauth",
        fieldPath = ".oauth")
public record AuthSpec(
        @JsonPropertyDescription("The ways that are accepted: APIKey, OAuth, or both; or None, which lets everyone in"
                + " and is for development only. Default: [APIKey].")
        @Default("[\"APIKey\"]")
        @Size(min = 1, max = 3)
        List<AuthMode> modes,

        @JsonPropertyDescription("Settings of the mode APIKey. Left out, the operator generates one key, named default,"
                + " in the Secret NAME-api-keys.")
        APIKeySpec apiKey,

        @JsonPropertyDescription(
                "Settings of the mode OAuth. Left out, the server is its own authorization server, at the"
                        + " address of its Service.")
        OAuthSpec oauth) {

    private static final AuthSpec DEFAULTS = new AuthSpec(null, null, null);

    public AuthSpec {
        modes = modes == null || modes.isEmpty() ? List.of(AuthMode.API_KEY) : List.copyOf(modes);
    }

    public static AuthSpec defaults() {
        return DEFAULTS;
    }

    /** Name of the Secret that the user keeps the keys in, if it is not the operator that makes them. */
    @JsonIgnore
    public Optional<String> referencedSecret() {
        return accepts(AuthMode.API_KEY)
                ? Optional.ofNullable(apiKey).map(APIKeySpec::secretRef).map(SecretReference::name)
                : Optional.empty();
    }

    /** When the generated key is replaced. */
    @JsonIgnore
    public KeyRotationSpec keyRotation() {
        return Optional.ofNullable(apiKey).map(APIKeySpec::rotation).orElse(KeyRotationSpec.defaults());
    }

    /** Settings of the mode OAuth, or every default of them. */
    @JsonIgnore
    public OAuthSpec oauthSettings() {
        return oauth == null ? OAuthSpec.defaults() : oauth;
    }

    /** Whether the server is its own authorization server. */
    public boolean grantsTokens() {
        return accepts(AuthMode.OAUTH) && oauthSettings().givenExternal().isEmpty();
    }

    public boolean accepts(AuthMode mode) {
        return modes.contains(mode);
    }
}
