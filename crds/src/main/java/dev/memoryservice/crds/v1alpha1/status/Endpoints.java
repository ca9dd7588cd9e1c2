package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Addresses of the server inside the cluster. */
public record Endpoints(
        @JsonPropertyDescription("Base address of the REST API.")
        String api,

        @JsonPropertyDescription("Address of the MCP endpoint (Streamable HTTP).")
        String mcp,

        @JsonPropertyDescription("Address of the stream of server-sent events.")
        String events,

        @JsonPropertyDescription("Address of the dashboard, for a browser.")
        String dashboard) {}
