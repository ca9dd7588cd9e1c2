package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.pod.ServerPod;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/** The server itself. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class DeploymentDependent extends OwnedDependent<Deployment> {

    private final ServerPod pod;
    private final ServerCertificates certificates;

    DeploymentDependent(ServerPod pod, ServerCertificates certificates) {
        super(Deployment.class);
        this.pod = pod;
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    /** A server without a certificate would not start: one that runs goes on as it is, with what it has. */
    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return replicas(service) > 0 && certificates.block(service, context) ? Presence.UNTOUCHED : Presence.APPLIED;
    }

    private static int replicas(MemoryService service) {
        return service.declared().suspend() ? 0 : service.declared().wantedReplicas();
    }

    @Override
    protected Deployment desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    Deployment manifest(MemoryService service) {
        return new DeploymentBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withReplicas(replicas(service))
                .withRevisionHistoryLimit(3)
                // Never two Pods at once, not even while rolling: two servers on one SQLite file corrupt it.
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(ServerLabels.selector(service))
                .endSelector()
                .withTemplate(pod.template(service))
                .endSpec()
                .build();
    }
}
