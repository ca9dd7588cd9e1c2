package dev.memoryservice.crds.v1alpha1.tls;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the certificate of a server comes from. */
public enum TLSMode {
    /** Plain HTTP. */
    @JsonProperty("None")
    NONE("None"),
    /** From an authority that the operator makes for this server alone. */
    @JsonProperty("SelfSigned")
    SELF_SIGNED("SelfSigned"),
    /** From cert-manager. */
    @JsonProperty("CertManager")
    CERT_MANAGER("CertManager"),
    /** From a Secret that the user keeps. */
    @JsonProperty("Secret")
    SECRET("Secret");

    private final String label;

    TLSMode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
