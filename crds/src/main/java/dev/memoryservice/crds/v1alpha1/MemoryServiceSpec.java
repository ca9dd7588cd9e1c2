package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.auth.AuthSpec;
import dev.memoryservice.crds.v1alpha1.backend.BackendSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.RestoreSource;
import dev.memoryservice.crds.v1alpha1.logging.LoggingSpec;
import dev.memoryservice.crds.v1alpha1.monitoring.MonitoringSpec;
import dev.memoryservice.crds.v1alpha1.network.NetworkSpec;
import dev.memoryservice.crds.v1alpha1.tls.TLSSpec;
import dev.memoryservice.crds.v1alpha1.tracing.TracingSpec;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.crds.v1alpha1.workload.DisruptionSpec;
import dev.memoryservice.crds.v1alpha1.workload.ImagePullPolicy;
import dev.memoryservice.crds.v1alpha1.workload.PodOverrides;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user wants.
 *
 * <p>Groups and values with a constant default are never null: what the user left out has its default here. A value whose
 * default is decided elsewhere (the version, the image) is read through the {@code given…} methods.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.replicas) || self.replicas <= 1",
        message = "replicas is above 1, but two servers on one SQLite file would corrupt it;"
                + " use 1, or 0 to stop the server",
        fieldPath = ".replicas")
@ValidationRule(
        value = "(" + MemoryServiceSpec.HAS_STORAGE + " && has(self.backend.sqlite.storage.storageClassName)"
                + " ? self.backend.sqlite.storage.storageClassName : '')"
                + " == (" + MemoryServiceSpec.HAD_STORAGE + " && has(oldSelf.backend.sqlite.storage.storageClassName)"
                + " ? oldSelf.backend.sqlite.storage.storageClassName : '')",
        message = "storageClassName cannot be changed, because a volume cannot move to another class; undo the change,"
                + " or make a new MemoryService and copy the memories into it",
        fieldPath = ".backend.sqlite.storage.storageClassName")
@ValidationRule(
        value = "(" + MemoryServiceSpec.HAS_STORAGE + " ? self.backend.sqlite.storage.accessMode : 'ReadWriteOnce')"
                + " == (" + MemoryServiceSpec.HAD_STORAGE
                + " ? oldSelf.backend.sqlite.storage.accessMode : 'ReadWriteOnce')",
        message = "accessMode cannot be changed, because a volume claim keeps the mode it was made with; undo the"
                + " change, or make a new MemoryService and copy the memories into it",
        fieldPath = ".backend.sqlite.storage.accessMode")
@ValidationRule(
        value = "!has(self.auth) || !('OAuth' in self.auth.modes) || (has(self.tls) && self.tls.mode != 'None')"
                + " || (has(self.auth.oauth) && has(self.auth.oauth.issuer))",
        message =
                "auth.modes contains OAuth, but tls.mode is None, so tokens and passwords would travel in clear text;"
                        + " set tls.mode, or give in auth.oauth.issuer the https address of your Ingress or Gateway that ends TLS",
        fieldPath = ".auth.modes")
@ValidationRule(
        value = "!has(self.restoreFrom) || (has(oldSelf.restoreFrom) && self.restoreFrom == oldSelf.restoreFrom)",
        message =
                "restoreFrom can be given at creation only, because it would replace the memories that are there; make a"
                        + " MemoryRestore for that, or a new MemoryService",
        fieldPath = ".restoreFrom")
public record MemoryServiceSpec(
        @JsonPropertyDescription("Version of the server, for example \"0.1.0\". Default: the operator's own version."
                + " With `image` given, the version that the operator expects behind it; nothing is expected by"
                + " default.")
        @Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$")
        @Size(max = 64)
        String version,

        @JsonPropertyDescription(
                "Complete image reference, for example \"registry.example.com/memory-service:0.1.0\" or"
                        + " one with a digest. Default: the operator's image repository and `version`.")
        @Pattern("^\\S+$")
        @Size(max = 512)
        String image,

        @JsonPropertyDescription("When the kubelet pulls the image: Always, IfNotPresent or Never. Default: the"
                + " operator's setting, which is IfNotPresent.")
        ImagePullPolicy imagePullPolicy,

        @JsonPropertyDescription(
                "Secrets of the same namespace with the credentials of the image's registry." + " Default: none.")
        @Size(max = 16)
        List<LocalObjectReference> imagePullSecrets,

        @JsonPropertyDescription("Number of server Pods. SQLite allows 0 (stopped) or 1. Default: 1.")
        @Min(0)
        @Max(100)
        @SpecReplicas
        Integer replicas,

        @JsonPropertyDescription("Where the memories are kept. Default: SQLite on a volume of 10Gi.")
        BackendSpec backend,

        @JsonPropertyDescription("How a client proves who it is. Default: a generated API key.")
        AuthSpec auth,

        @JsonPropertyDescription(
                "Whether clients speak HTTPS, and where the certificate comes from. Default: plain HTTP.")
        TLSSpec tls,

        @JsonPropertyDescription("CPU and memory of the server container, in the form of a container's `resources`."
                + " Default: requests of 100m CPU and 256Mi memory, a limit of 512Mi memory and none for the CPU."
                + " What is given replaces the default as a whole.")
        ResourceRequirements resources,

        @JsonPropertyDescription("How the server is reached, and by whom.")
        NetworkSpec network,

        @JsonPropertyDescription("What Prometheus and Grafana are told of the server. Default: nothing.")
        MonitoringSpec monitoring,

        @JsonPropertyDescription("What the server writes into its log. Default: INFO and above, as text.")
        LoggingSpec logging,

        @JsonPropertyDescription("Additions to the Pod of the server.")
        PodOverrides podTemplate,

        @JsonPropertyDescription("Whether the server may be moved while its node is drained. Default: it may.")
        DisruptionSpec disruption,

        @JsonPropertyDescription("true stops the server and keeps everything else: its objects, its key and its data."
                + " Default: false.")
        @Default("false")
        Boolean suspend,

        @JsonPropertyDescription("What happens to the volumes with the memories and their backups when this resource is"
                + " deleted: Retain keeps them, and a MemoryService of the same name finds its memories again; Delete deletes them"
                + " for ever. Default: Retain.")
        @Default("Retain")
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription(
                "Backups of the memories: when, where to, which are kept. `backup: {}` makes one every night"
                        + " on a volume of its own. Default: none.")
        BackupSpec backup,

        @JsonPropertyDescription(
                "The backup that a new MemoryService begins with; it is not Verified before it has been"
                        + " restored. Can be given at creation only, and not be changed. Default: it begins empty.")
        RestoreSource restoreFrom,

        @JsonPropertyDescription(
                "Where an OpenTelemetry collector is that gets the traces of requests. A change restarts"
                        + " the server. Default: none.")
        TracingSpec tracing) {

    static final String HAS_STORAGE =
            "has(self.backend) && has(self.backend.sqlite) && has(self.backend.sqlite.storage)";
    static final String HAD_STORAGE =
            "has(oldSelf.backend) && has(oldSelf.backend.sqlite) && has(oldSelf.backend.sqlite.storage)";

    private static final MemoryServiceSpec DEFAULTS = new MemoryServiceSpec(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);

    public MemoryServiceSpec {
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        backend = Objects.requireNonNullElse(backend, BackendSpec.defaults());
        auth = Objects.requireNonNullElse(auth, AuthSpec.defaults());
        tls = Objects.requireNonNullElse(tls, TLSSpec.defaults());
        network = Objects.requireNonNullElse(network, NetworkSpec.defaults());
        logging = Objects.requireNonNullElse(logging, LoggingSpec.defaults());
        monitoring = Objects.requireNonNullElse(monitoring, MonitoringSpec.defaults());
        disruption = Objects.requireNonNullElse(disruption, DisruptionSpec.defaults());
        podTemplate = Objects.requireNonNullElse(podTemplate, PodOverrides.none());
        suspend = Objects.requireNonNullElse(suspend, false);
        deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.RETAIN);
    }

    /** A spec in which the user left everything to the defaults. */
    public static MemoryServiceSpec defaults() {
        return DEFAULTS;
    }

    /** Pods wanted when nothing suspends the server. */
    @JsonIgnore
    public int wantedReplicas() {
        return replicas == null ? 1 : replicas;
    }

    @JsonIgnore
    public Optional<String> givenVersion() {
        return Optional.ofNullable(version);
    }

    @JsonIgnore
    public Optional<String> givenImage() {
        return Optional.ofNullable(image);
    }

    @JsonIgnore
    public Optional<ImagePullPolicy> givenImagePullPolicy() {
        return Optional.ofNullable(imagePullPolicy);
    }

    @JsonIgnore
    public Optional<BackupSpec> givenBackup() {
        return Optional.ofNullable(backup);
    }

    @JsonIgnore
    public Optional<RestoreSource> givenRestoreFrom() {
        return Optional.ofNullable(restoreFrom);
    }

    @JsonIgnore
    public Optional<TracingSpec> givenTracing() {
        return Optional.ofNullable(tracing);
    }

    @JsonIgnore
    public Optional<ResourceRequirements> givenResources() {
        return Optional.ofNullable(resources);
    }
}
