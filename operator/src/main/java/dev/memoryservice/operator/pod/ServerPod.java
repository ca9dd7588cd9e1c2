package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerImage;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import jakarta.inject.Singleton;
import java.util.List;

/** The Pod of a server: a skeleton, and one feature after the other that adds its part. */
@Singleton
public class ServerPod {

    /**
     * Time for running requests to end and for queued writes to be committed, in seconds.
     *
     * <p>The server needs a fraction of it; a database with a long write-ahead log needs the most.
     */
    private static final long TERMINATION_GRACE_SECONDS = 30;

    private static final List<PodFeature> FEATURES = List.of(
            new Restrictions(),
            new HealthProbes(),
            new ComputeResources(),
            new SQLiteStorage(),
            new Backups(),
            new Authentication(),
            new AccessTokens(),
            new Https(),
            new MetricsToken(),
            new LogSettings(),
            new Traces(),
            new ClientAccess(),
            new Overrides(),
            new Restart());

    private final ServerImage image;
    private final RunningImage running;

    ServerPod(ServerImage image, RunningImage running) {
        this.image = image;
        this.running = running;
    }

    /** The Pod template of the resource's Deployment; the same resource in the same phase of an upgrade gives an equal template. */
    public PodTemplateSpec template(MemoryService service) {
        PodTemplateSpecBuilder pod = skeleton(service);
        for (PodFeature feature : FEATURES) {
            pod = feature.addTo(pod, service);
        }
        return running.setsNewerDatabaseAside(service)
                ? PodFeature.editServer(
                                pod,
                                server -> server.addToEnv(
                                        PodFeature.variable("MEMORY_SERVICE_SQLITE_SET_ASIDE_NEWER", "true")))
                        .build()
                : pod.build();
    }

    private PodTemplateSpecBuilder skeleton(MemoryService service) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(ServerLabels.of(service))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(ServerNames.server(service))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(TERMINATION_GRACE_SECONDS)
                .withImagePullSecrets(service.declared().imagePullSecrets())
                .addNewContainer()
                .withName(ServerNames.CONTAINER)
                .withImage(running.reference(service))
                .withImagePullPolicy(image.pullPolicy(service).label())
                .addNewPort()
                .withName(ServerAddress.of(service).scheme())
                .withContainerPort(ServerAddress.CLIENT_PORT)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("health")
                .withContainerPort(ServerAddress.PROBE_PORT)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec();
    }
}
