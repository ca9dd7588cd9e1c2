package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.BackupState;
import dev.memoryservice.operator.monitoring.PrometheusOperator;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.status.Observation;
import dev.memoryservice.operator.tls.ServerCertificates;
import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.verification.Verification;
import dev.memoryservice.operator.volume.VolumeGrowth;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what there is of a server; from the caches, but for one question that is asked only in trouble. */
@Singleton
class Observer {

    /** More warnings than this say nothing new. */
    private static final long MOST_EVENTS = 50;

    private final ServerCertificates certificates;
    private final PrometheusOperator prometheus;
    private final VolumeGrowth growth;

    Observer(ServerCertificates certificates, PrometheusOperator prometheus, VolumeGrowth growth) {
        this.growth = growth;
        this.certificates = certificates;
        this.prometheus = prometheus;
    }

    /** What Kubernetes says of the server. */
    Observation observe(MemoryService service, Context<MemoryService> context, Optional<Refusal> refusal) {
        return observe(
                service, context, refusal, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Observation observe(
            MemoryService service,
            Context<MemoryService> context,
            Optional<Refusal> refusal,
            Optional<Verification> verification,
            Optional<BackupState> backups,
            Optional<Finding> restored,
            Optional<UpgradeStatus> upgrade) {
        List<Pod> pods = context.getSecondaryResourcesAsStream(Pod.class).toList();
        Optional<PersistentVolumeClaim> volume = volume(service, context);
        return new Observation(
                refusal,
                certificates.of(service, context),
                deployment(service, context),
                pods,
                volume,
                pods.isEmpty() ? Optional.empty() : volume.flatMap(claim -> complaint(claim, context)),
                verification,
                backups,
                restored,
                upgrade,
                prometheus.of(service),
                growth.finding(service, volume));
    }

    Optional<Deployment> deployment(MemoryService service, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Deployment.class)
                .filter(deployment -> deployment.getMetadata().getName().equals(ServerNames.server(service)))
                .findFirst();
    }

    Optional<PersistentVolumeClaim> volume(MemoryService service, Context<MemoryService> context) {
        return claim(ServerNames.volume(service), context);
    }

    /** The claim that backups are kept on; one that the user made carries no label of ours, so it is asked for. */
    Optional<PersistentVolumeClaim> backups(MemoryService service, Context<MemoryService> context) {
        return service.declared()
                .givenBackup()
                .flatMap(BackupSpec::volume)
                .flatMap(BackupStorageSpec::givenExistingClaim)
                .map(name -> Optional.ofNullable(context.getClient()
                        .persistentVolumeClaims()
                        .inNamespace(service.getMetadata().getNamespace())
                        .withName(name)
                        .get()))
                .orElseGet(() -> claim(ServerNames.backup(service), context));
    }

    private static Optional<PersistentVolumeClaim> claim(String name, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class)
                .filter(claim -> claim.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** What the provisioner says about a claim that is not bound: it says so in Events only. */
    private static Optional<String> complaint(PersistentVolumeClaim claim, Context<MemoryService> context) {
        if (claim.getStatus() == null || !"Pending".equals(claim.getStatus().getPhase())) {
            return Optional.empty();
        }
        return context
                .getClient()
                .v1()
                .events()
                .inNamespace(claim.getMetadata().getNamespace())
                .withField("involvedObject.uid", claim.getMetadata().getUid())
                .withField("type", "Warning")
                .list(new ListOptionsBuilder().withLimit(MOST_EVENTS).build())
                .getItems()
                .stream()
                .filter(event -> event.getMessage() != null)
                .max(Comparator.comparing(Observer::time))
                .map(Event::getMessage);
    }

    private static String time(Event event) {
        return Optional.ofNullable(event.getLastTimestamp()).orElse("");
    }
}
