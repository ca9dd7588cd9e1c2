package dev.memoryservice.crds.v1alpha1.logging;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a line of the log is written. */
public enum LogFormat {
    @JsonProperty("Text")
    TEXT,
    @JsonProperty("JSON")
    JSON
}
