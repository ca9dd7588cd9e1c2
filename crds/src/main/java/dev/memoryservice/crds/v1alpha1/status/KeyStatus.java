package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The life of a generated key; times in RFC 3339. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeyStatus(
        @JsonPropertyDescription("When the key was handed to clients.")
        String issuedAt,

        @JsonPropertyDescription("When the key ends. Absent: it does not.")
        String expiresAt,

        @JsonPropertyDescription("When the key is replaced. Absent: on demand only.")
        String rotatesAt,

        @JsonPropertyDescription("Until when a key that was replaced is still accepted. Absent: none is.")
        String previousValidUntil) {}
