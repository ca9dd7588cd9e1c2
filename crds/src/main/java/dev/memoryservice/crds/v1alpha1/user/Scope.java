package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a user may do in the own space; each includes the ones before it. */
public enum Scope {
    /** Find and read memories. */
    @JsonProperty("read")
    READ("read"),
    /** Store, change and delete memories. */
    @JsonProperty("write")
    WRITE("write"),
    /** Use the administrative endpoints of the server, which concern every user. */
    @JsonProperty("admin")
    ADMIN("admin");

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
