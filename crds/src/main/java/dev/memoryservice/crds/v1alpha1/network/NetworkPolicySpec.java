package dev.memoryservice.crds.v1alpha1.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Objects;

/** Who may open a connection to the server; the server itself may open none but to the cluster's name service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.enabled || !has(self.from)",
        message = "from is given, but enabled is false, so nothing would be restricted; set enabled to true or remove"
                + " from",
        fieldPath = ".from")
public record NetworkPolicySpec(
        @JsonPropertyDescription(
                "true makes a NetworkPolicy; false leaves the traffic to other policies." + " Default: true.")
        @Default("true")
        Boolean enabled,

        @JsonPropertyDescription("Peers that may connect to port 8000, in the form of a NetworkPolicy's"
                + " `ingress.from`. The operator may always. Default: everyone who can reach the Service.")
        @Size(max = 64)
        List<NetworkPolicyPeer> from) {

    private static final NetworkPolicySpec DEFAULTS = new NetworkPolicySpec(null, null);

    public NetworkPolicySpec {
        enabled = Objects.requireNonNullElse(enabled, true);
        from = from == null ? List.of() : List.copyOf(from);
    }

    public static NetworkPolicySpec defaults() {
        return DEFAULTS;
    }
}
