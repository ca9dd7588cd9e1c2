package dev.memoryservice.crds.v1alpha1.tls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How cert-manager makes the certificate. */
public record CertManagerSpec(
        @JsonPropertyDescription("The issuer that signs the certificate. Left out, the operator makes an Issuer of this"
                + " server's own, with an authority that the operator makes.")
        IssuerReference issuerRef) {}
