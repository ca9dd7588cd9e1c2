package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A MemoryService of the same namespace. */
public record ServiceReference(
        @JsonPropertyDescription("Name of the MemoryService.")
        @Required
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 50)
        String name) {}
