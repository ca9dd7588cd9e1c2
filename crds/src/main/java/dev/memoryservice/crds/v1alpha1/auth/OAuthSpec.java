package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Access tokens: of the server's own authorization server, or of another issuer. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(self.external) || !(has(self.accessTokenLifetime) || has(self.refreshTokenLifetime)"
                        + " || has(self.dynamicRegistration) || has(self.clientMetadataDocuments) || has(self.keyRotationPeriod))",
        message = "external is given beside accessTokenLifetime, refreshTokenLifetime, dynamicRegistration,"
                + " clientMetadataDocuments or keyRotationPeriod, which are for the server's own authorization server;"
                + " remove them, or remove external",
        fieldPath = ".external")
@ValidationRule(
        value = "!has(self.accessTokenLifetime) || (duration(self.accessTokenLifetime) >= duration('1m')"
                + " && duration(self.accessTokenLifetime) <= duration('24h'))",
        message = "accessTokenLifetime is not from 1m to 24h; choose a time between",
        fieldPath = ".accessTokenLifetime")
@ValidationRule(
        value = "!has(self.refreshTokenLifetime) || (duration(self.refreshTokenLifetime) >= duration('1m')"
                + " && duration(self.refreshTokenLifetime) <= duration('8760h'))",
        message = "refreshTokenLifetime is not from 1m to 8760h (a year); choose a time between",
        fieldPath = ".refreshTokenLifetime")
@ValidationRule(
        value = "!has(self.keyRotationPeriod) || (duration(self.keyRotationPeriod) >= duration('24h')"
                + " && duration(self.keyRotationPeriod) <= duration('87600h'))",
        message = "keyRotationPeriod is not from 24h to 87600h (ten years); choose a time between, for example 2160h",
        fieldPath = ".keyRotationPeriod")
public record OAuthSpec(
        @JsonPropertyDescription("The https address of the server as clients see it, which its tokens name as their"
                + " issuer; it has to lead to this server, for example through an Ingress. Default: the address of the"
                + " Service, https://NAME.NAMESPACE.svc:8000, for which tls is needed.")
        @Pattern("^https://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~/]*)?$")
        @Size(max = 512)
        String issuer,

        @JsonPropertyDescription("How long an access token is good, for example 30m; 1m to 24h. Default: 1h.")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String accessTokenLifetime,

        @JsonPropertyDescription(
                "How long a refresh token is good that is not used; 1m to 8760h. Default: 720h (30" + " days).")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String refreshTokenLifetime,

        @JsonPropertyDescription("Whether clients may register themselves, as MCP clients do. Default: true.")
        Boolean dynamicRegistration,

        @JsonPropertyDescription(
                "Whether the id of a client may be the https address of its description. The server then"
                        + " fetches it, so the network policy lets it connect to port 443 of public addresses. Default: false.")
        Boolean clientMetadataDocuments,

        @JsonPropertyDescription("Age at which the key that signs tokens is replaced; 24h to 87600h. The next key is"
                + " published ten minutes before it signs, and the one before stays until no token of it is left."
                + " Default: 2160h (90 days).")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String keyRotationPeriod,

        @JsonPropertyDescription("Another issuer in place of the server's own authorization server, for example"
                + " Keycloak. Default: none.")
        ExternalIssuerSpec external) {

    private static final OAuthSpec DEFAULTS = new OAuthSpec(null, null, null, null, null, null, null);

    public static OAuthSpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<String> givenIssuer() {
        return Optional.ofNullable(issuer);
    }

    /** The issuer of the tokens, where it is not the server itself. */
    @JsonIgnore
    public Optional<ExternalIssuerSpec> givenExternal() {
        return Optional.ofNullable(external);
    }

    @JsonIgnore
    public Duration accessTokens() {
        return Durations.parse(Objects.requireNonNullElse(accessTokenLifetime, "1h"));
    }

    @JsonIgnore
    public Duration refreshTokens() {
        return Durations.parse(Objects.requireNonNullElse(refreshTokenLifetime, "720h"));
    }

    @JsonIgnore
    public Duration keyRotation() {
        return Durations.parse(Objects.requireNonNullElse(keyRotationPeriod, "2160h"));
    }

    @JsonIgnore
    public boolean registersClients() {
        return Objects.requireNonNullElse(dynamicRegistration, true);
    }

    @JsonIgnore
    public boolean fetchesClientMetadata() {
        return givenExternal().isEmpty() && Objects.requireNonNullElse(clientMetadataDocuments, false);
    }
}
