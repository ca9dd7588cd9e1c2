package dev.memoryservice.crds.v1alpha1.tracing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.net.URI;
import java.util.Objects;

/** Where the traces of requests go. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.endpoint.matches('" + TracingSpec.ADDRESS + "') && isURL(self.endpoint)"
                + " && (url(self.endpoint).getPort() == '' || (int(url(self.endpoint).getPort()) >= 1"
                + " && int(url(self.endpoint).getPort()) <= 65535))",
        message = "endpoint is not the address of a collector; give one for OTLP over HTTP, without /v1/traces, user,"
                + " query and fragment, for example http://collector.observability.svc:4318",
        fieldPath = ".endpoint")
public record TracingSpec(
        @JsonPropertyDescription("Address of an OpenTelemetry collector that takes OTLP over HTTP; the server adds"
                + " /v1/traces. For example http://collector.observability.svc:4318.")
        @Required
        @Size(min = 1, max = 300)
        String endpoint,

        @JsonPropertyDescription("How many of a hundred requests are traced that do not say themselves, by a"
                + " traceparent, whether they are, 0 to 100. Default: 100.")
        @Default("100")
        @Min(0)
        @Max(100)
        Integer samplingPercent) {

    static final String ADDRESS = "^https?://[^/@?#[:space:]]+(/[^@?#[:space:]]*)?$";

    public TracingSpec {
        samplingPercent = Objects.requireNonNullElse(samplingPercent, 100);
    }

    /** The port that the collector listens on. */
    @JsonIgnore
    public int port() {
        URI address = URI.create(endpoint);
        if (address.getPort() != -1) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
