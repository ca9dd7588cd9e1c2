package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the server said about itself. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Server(
        @JsonPropertyDescription("Version of the server.") String version,

        @JsonPropertyDescription("MCP revisions that the server agreed to, newest first.")
        List<String> protocolVersions) {

    public Server {
        protocolVersions = protocolVersions == null ? List.of() : List.copyOf(protocolVersions);
    }
}
