package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where the API keys come from. */
public record APIKeySpec(
        @JsonPropertyDescription(
                "An existing Secret of the same namespace whose entries are the named keys: the name of"
                        + " an entry is the name of the key, its value the key itself. The server follows changes without a"
                        + " restart. Left out, the operator generates a key.")
        SecretReference secretRef) {}
