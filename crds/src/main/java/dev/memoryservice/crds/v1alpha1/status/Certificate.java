package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The certificate that the server is given. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Certificate(
        @JsonPropertyDescription("When it expires (RFC 3339).")
        String notAfter,

        @JsonPropertyDescription("When it is renewed, where the operator or cert-manager makes it.")
        String renewalTime,

        @JsonPropertyDescription("Name of the Secret that it is in.")
        String secretName) {}
