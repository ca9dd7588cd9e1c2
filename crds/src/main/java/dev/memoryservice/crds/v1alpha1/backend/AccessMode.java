package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may mount the volume; only modes that let one server in, because two would corrupt the database. */
public enum AccessMode {
    @JsonProperty("ReadWriteOnce")
    READ_WRITE_ONCE("ReadWriteOnce"),
    @JsonProperty("ReadWriteOncePod")
    READ_WRITE_ONCE_POD("ReadWriteOncePod");

    private final String label;

    AccessMode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
