package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator observed. A field is absent until it is known. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryServiceStatus(
        @JsonPropertyDescription("The `metadata.generation` that this status speaks about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Accepted: the spec can be carried out. Available: a Pod answers. Verified: the operator"
                        + " used the server as a client does and found the declared backend. CertificateReady: the server"
                        + " can prove itself, only where tls asks for it. BackupHealthy: the latest backup was made and verified, only where"
                        + " backup asks for it. Restored: the backup of restoreFrom is restored. Upgraded: the image that is asked for runs and"
                        + " was verified, once it was changed. VolumeExpandable: the volume can grow when it has to, only where"
                        + " autoGrow asks for it. MonitoringReady: Prometheus is told of it, only"
                        + " where monitoring asks for it. Progressing: a change is on its way.")
        List<Condition> conditions,

        @JsonPropertyDescription("Addresses of the server inside the cluster.")
        Endpoints endpoints,

        @JsonPropertyDescription("What the server said about itself when it was last verified.")
        Server server,

        @JsonPropertyDescription("Where the memories are kept, for example SQLite.")
        String backend,

        @JsonPropertyDescription("The accepted ways to authenticate, comma separated, for example APIKey.")
        String auth,

        @JsonPropertyDescription("Number of memories stored, when last asked.")
        Long memories,

        @JsonPropertyDescription("Number of Pods that exist.") @StatusReplicas
        Integer replicas,

        @JsonPropertyDescription("Label selector of the Pods, for the scale subresource.") @LabelSelector
        String labelSelector,

        @JsonPropertyDescription("Name of the Secret with everything a client needs: url, mcp-url, events-url, api-key,"
                + " mcp.json, and under HTTPS ca.crt.")
        String connectionSecret,

        @JsonPropertyDescription("The certificate of the server, where tls asks for one.")
        Certificate certificate,

        @JsonPropertyDescription("The backups, where spec.backup asks for them.")
        BackupStatus backup,

        @JsonPropertyDescription("The last change of the server's image.")
        UpgradeStatus upgrade) {

    private static final MemoryServiceStatus EMPTY =
            new MemoryServiceStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);

    public MemoryServiceStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** Nothing observed yet. */
    public static MemoryServiceStatus empty() {
        return EMPTY;
    }
}
