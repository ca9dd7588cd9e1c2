package dev.memoryservice.crds.v1alpha1.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Cross-origin requests: which web pages may call the server from a browser. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CorsSpec(
        @JsonPropertyDescription("Origins of the pages, scheme and host and a port that is not the scheme's own, for"
                + " example https://app.example.com. Default: none.")
        @Size(max = 64)
        List<@Pattern("^https?://[^/,\\s]+$") @Size(max = 300) String> allowedOrigins) {

    private static final CorsSpec NONE = new CorsSpec(null);

    public CorsSpec {
        allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
    }

    public static CorsSpec none() {
        return NONE;
    }
}
