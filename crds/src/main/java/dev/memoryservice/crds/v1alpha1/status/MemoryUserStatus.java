package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator observed of a user. A field is absent until it is known. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryUserStatus(
        @JsonPropertyDescription("The `metadata.generation` that this status speaks about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Accepted: the spec can be carried out. Ready: the server accepts the user as it is" + " declared.")
        List<Condition> conditions,

        @JsonPropertyDescription("The memory space that the user sees.")
        String space,

        @JsonPropertyDescription("Name of the Secret with everything a client needs: url, mcp-url, events-url, user,"
                + " the credentials, and configurations for MCP clients.")
        String connectionSecret,

        @JsonPropertyDescription("Number of memories in the user's space, when last asked.")
        Long memories,

        @JsonPropertyDescription("When the server last accepted the user, in RFC 3339, to the minute. Absent: never.")
        String lastUsed,

        @JsonPropertyDescription("The API key's times.") KeyStatus apiKey) {

    private static final MemoryUserStatus EMPTY = new MemoryUserStatus(null, null, null, null, null, null, null);

    public MemoryUserStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** Nothing observed yet. */
    public static MemoryUserStatus empty() {
        return EMPTY;
    }
}
