package dev.memoryservice.crds.v1alpha1.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;

/** How the server is reached, and by whom. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkSpec(
        @JsonPropertyDescription("The Service in front of the server.")
        ServiceSpec service,

        @JsonPropertyDescription("Host names that a request may carry in its Host header, without scheme and port, for"
                + " example memory.example.com. The names of the Service are always allowed. Default: every name.")
        @Size(max = 64)
        List<@Pattern("^(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$") @Size(max = 253) String> allowedHosts,

        @JsonPropertyDescription("Which web pages may call the server from a browser.")
        CorsSpec cors,

        @JsonPropertyDescription("The NetworkPolicy of the server.")
        NetworkPolicySpec networkPolicy) {

    private static final NetworkSpec DEFAULTS = new NetworkSpec(null, null, null, null);

    public NetworkSpec {
        service = Objects.requireNonNullElse(service, ServiceSpec.defaults());
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
        cors = Objects.requireNonNullElse(cors, CorsSpec.none());
        networkPolicy = Objects.requireNonNullElse(networkPolicy, NetworkPolicySpec.defaults());
    }

    public static NetworkSpec defaults() {
        return DEFAULTS;
    }
}
