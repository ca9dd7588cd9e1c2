package dev.memoryservice.crds.v1alpha1.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The Service in front of the server: port 8000, named http. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.nodePort) || self.type != 'ClusterIP'",
        message =
                "nodePort is given, but a Service of type ClusterIP has none; set type to NodePort or LoadBalancer, or"
                        + " remove nodePort",
        fieldPath = ".nodePort")
public record ServiceSpec(
        @JsonPropertyDescription("Who can reach the Service: ClusterIP (the cluster), NodePort (also through a port of"
                + " every node) or LoadBalancer (also through an external address). Default: ClusterIP.")
        @Default("ClusterIP")
        ServiceType type,

        @JsonPropertyDescription(
                "The port on the nodes, for the types NodePort and LoadBalancer; 1 to 65535, within the"
                        + " cluster's node-port range, which is 30000 to 32767 unless it was changed. Default: a free one,"
                        + " which the Service then keeps.")
        @Min(1)
        @Max(65535)
        Integer nodePort,

        @JsonPropertyDescription(
                "Annotations of the Service, for example those of a cloud's load balancer." + " Default: none.")
        @Size(max = 64)
        Map<String, String> annotations) {

    private static final ServiceSpec DEFAULTS = new ServiceSpec(null, null, null);

    public ServiceSpec {
        type = Objects.requireNonNullElse(type, ServiceType.CLUSTER_IP);
        annotations = annotations == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public static ServiceSpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<Integer> givenNodePort() {
        return Optional.ofNullable(nodePort);
    }
}
