package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of storage that the server has. */
public enum BackendType {
    @JsonProperty("SQLite")
    SQLITE("SQLite");

    private final String label;

    BackendType(String label) {
        this.label = label;
    }

    /** The name used in the resource, in conditions and by people. */
    public String label() {
        return label;
    }
}
