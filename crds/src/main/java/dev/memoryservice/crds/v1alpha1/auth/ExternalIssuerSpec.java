package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** An issuer of access tokens (OpenID Connect or RFC 8414), and what its tokens say about users. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExternalIssuerSpec(
        @JsonPropertyDescription("Its https address, exactly as its tokens name it, for example"
                + " https://login.example.com/realms/agents. The network policy lets the server connect to its port.")
        @Required
        @Pattern("^https://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~/]*)?$")
        @Size(max = 512)
        String issuer,

        @JsonPropertyDescription(
                "What its tokens for this server name as audience. Default: the address of this server.")
        @Pattern("^\\S+$")
        @Size(max = 512)
        String audience,

        @JsonPropertyDescription("The claim with the user's name. Default: sub.")
        @Default("sub")
        @Pattern("^[A-Za-z0-9_.:/-]+$")
        @Size(max = 256)
        String userClaim,

        @JsonPropertyDescription(
                "The claim with the scopes read, write and admin: words with spaces between, or a list."
                        + " Default: scope.")
        @Default("scope")
        @Pattern("^[A-Za-z0-9_.:/-]+$")
        @Size(max = 256)
        String scopeClaim,

        @JsonPropertyDescription("The claim that says whose memories they are. Default: those of the user.")
        @Pattern("^[A-Za-z0-9_.:/-]+$")
        @Size(max = 256)
        String tenantClaim) {

    private static final int HTTPS = 443;

    public ExternalIssuerSpec {
        userClaim = Objects.requireNonNullElse(userClaim, "sub");
        scopeClaim = Objects.requireNonNullElse(scopeClaim, "scope");
    }

    @JsonIgnore
    public Optional<String> givenAudience() {
        return Optional.ofNullable(audience);
    }

    @JsonIgnore
    public Optional<String> givenTenantClaim() {
        return Optional.ofNullable(tenantClaim);
    }

    /** The port that the server connects to for its keys. */
    @JsonIgnore
    public int port() {
        int given = URI.create(issuer).getPort();
        return given < 0 ? HTTPS : given;
    }
}
