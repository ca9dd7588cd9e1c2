package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ways in which a client proves who it is. */
public enum AuthMode {
    /** Everyone who reaches the server may do everything: for development. */
    @JsonProperty("None")
    NONE("None"),
    /** A key in {@code X-API-Key} or as a bearer token. */
    @JsonProperty("APIKey")
    API_KEY("APIKey"),
    /** An access token of the server's own authorization server, or of another issuer. */
    @JsonProperty("OAuth")
    OAUTH("OAuth");

    private final String label;

    AuthMode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
