package dev.memoryservice.crds.v1alpha1.workload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Additions to the server's Pod. What the operator itself sets cannot be replaced here. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.labels) || !self.labels.exists(key, key in ['app.kubernetes.io/name',"
                + " 'app.kubernetes.io/instance', 'app.kubernetes.io/component', 'app.kubernetes.io/managed-by'])",
        message = "labels contains one by which the operator finds the Pod (app.kubernetes.io/name, instance, component"
                + " or managed-by); remove it",
        fieldPath = ".labels")
@ValidationRule(
        value = "!has(self.env) || !self.env.exists(variable, variable.name.startsWith('MEMORY_SERVICE_OAUTH_')"
                + " || variable.name.startsWith('MEMORY_SERVICE_BACKUP_') || variable.name in ['MEMORY_SERVICE_SQLITE_PATH',"
                + " 'MEMORY_SERVICE_SQLITE_PRAGMAS', 'MEMORY_SERVICE_SQLITE_SET_ASIDE_NEWER', 'MEMORY_SERVICE_AUTH_MODES',"
                + " 'MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY', 'MEMORY_SERVICE_AUTH_USERS_DIRECTORY',"
                + " 'MEMORY_SERVICE_ALLOWED_HOSTS',"
                + " 'MEMORY_SERVICE_CORS_ALLOWED_ORIGINS', 'MEMORY_SERVICE_METRICS_TOKEN_FILE',"
                + " 'MEMORY_SERVICE_LOGGING_LEVELS_FILE', 'MEMORY_SERVICE_LOG_JSON',"
                + " 'MEMORY_SERVICE_TLS_CERTIFICATE',"
                + " 'MEMORY_SERVICE_TLS_PRIVATE_KEY'])",
        message = "env contains a variable that the operator sets from another field; use backend.sqlite.pragmas,"
                + " auth, tls, network, backup, logging or monitoring for it",
        fieldPath = ".env")
public record PodOverrides(
        @JsonPropertyDescription("Labels added to the Pod. Default: none.") @Size(max = 64)
        Map<String, @Size(max = 63) String> labels,

        @JsonPropertyDescription("Annotations added to the Pod. Default: none.") @Size(max = 64)
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels that a node needs to run the Pod. Default: any node.") @Size(max = 64)
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints of nodes that the Pod tolerates. Default: none.") @Size(max = 64)
        List<Toleration> tolerations,

        @JsonPropertyDescription("Rules about nodes and other Pods for the scheduler. Default: none.")
        Affinity affinity,

        @JsonPropertyDescription("Name of the PriorityClass of the Pod. Default: the cluster's default.")
        @Size(max = 253)
        String priorityClassName,

        @JsonPropertyDescription("How the Pods spread over zones or nodes. Default: the scheduler's own choice.")
        @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @JsonPropertyDescription("Environment variables added to the server container. Default: none.") @Size(max = 64)
        List<EnvVar> env) {

    private static final PodOverrides NONE = new PodOverrides(null, null, null, null, null, null, null, null);

    public PodOverrides {
        labels = sorted(labels);
        annotations = sorted(annotations);
        nodeSelector = sorted(nodeSelector);
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
        topologySpreadConstraints =
                topologySpreadConstraints == null ? List.of() : List.copyOf(topologySpreadConstraints);
        env = env == null ? List.of() : List.copyOf(env);
    }

    private static Map<String, String> sorted(Map<String, String> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(given));
    }

    public static PodOverrides none() {
        return NONE;
    }

    @JsonIgnore
    public Optional<Affinity> givenAffinity() {
        return Optional.ofNullable(affinity);
    }

    @JsonIgnore
    public Optional<String> givenPriorityClassName() {
        return Optional.ofNullable(priorityClassName);
    }
}
