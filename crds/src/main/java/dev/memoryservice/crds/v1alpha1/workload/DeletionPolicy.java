package dev.memoryservice.crds.v1alpha1.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to the memories when their MemoryService is deleted. */
public enum DeletionPolicy {
    /** The volume stays; a MemoryService of the same name finds its memories again. */
    @JsonProperty("Retain")
    RETAIN,
    /** The volume is deleted with the resource. */
    @JsonProperty("Delete")
    DELETE
}
