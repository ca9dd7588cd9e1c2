package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** How a user proves who it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.apiKey) || has(self.oauth)",
        message = "credentials holds neither apiKey nor oauth, so that nobody could be this user; name at least one,"
                + " or remove credentials to get an API key")
public record CredentialsSpec(
        @JsonPropertyDescription("An API key, made by the operator. `apiKey: {}` is one that does not end.")
        UserAPIKeySpec apiKey,

        @JsonPropertyDescription("An OAuth client and a password for the login page, made by the operator. The"
                + " MemoryService must have OAuth among its `auth.modes`. `oauth: {}` is a client without redirects.")
        UserOAuthSpec oauth) {

    private static final CredentialsSpec DEFAULTS = new CredentialsSpec(UserAPIKeySpec.defaults(), null);

    /** An API key that does not end. */
    public static CredentialsSpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<UserAPIKeySpec> givenApiKey() {
        return Optional.ofNullable(apiKey);
    }

    @JsonIgnore
    public Optional<UserOAuthSpec> givenOauth() {
        return Optional.ofNullable(oauth);
    }
}
