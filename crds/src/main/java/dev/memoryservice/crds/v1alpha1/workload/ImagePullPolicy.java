package dev.memoryservice.crds.v1alpha1.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the kubelet pulls the image. */
public enum ImagePullPolicy {
    @JsonProperty("Always")
    ALWAYS("Always"),
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),
    @JsonProperty("Never")
    NEVER("Never");

    private final String label;

    ImagePullPolicy(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
