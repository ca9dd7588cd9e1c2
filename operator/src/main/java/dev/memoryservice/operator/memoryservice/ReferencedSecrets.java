package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.backup.BackupSecrets;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.server.ReferencedSecret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The Secrets of users that resources refer to, read one by one at an interval.
 *
 * <p>Not watched: they carry no label of ours, so a watch would either hold every Secret of the cluster in memory or be
 * one connection for each resource. The server itself follows changed keys through its mounted files; the operator needs
 * them only for the connection Secret, for verification and for conditions, where seconds do not matter.
 */
@Singleton
public class ReferencedSecrets extends AbstractEventSource<ReferencedSecret, MemoryService>
        implements ResourceEventAware<MemoryService> {

    private static final Logger LOG = Logger.getLogger(ReferencedSecrets.class);

    private final KubernetesClient client;
    private final Duration interval;
    private final Map<Reference, Optional<ReferencedSecret>> readings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("referenced-secrets").factory());

    /** The name that one resource says. */
    private record Reference(ResourceID service, String name) {}

    ReferencedSecrets(KubernetesClient client, OperatorConfig config) {
        super(ReferencedSecret.class, "referenced-secrets");
        this.client = client;
        this.interval = config.secretInterval();
    }

    @Override
    public void start() {
        super.start();
        var unused = timer.scheduleWithFixedDelay(
                this::readAgain, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The Secrets, each read now if this is the first time that the resource refers to it. */
    @Override
    public Set<ReferencedSecret> getSecondaryResources(MemoryService service) {
        ResourceID id = ResourceID.fromResource(service);
        Set<Reference> wanted = Stream.of(
                        service.declared().auth().referencedSecret(),
                        service.declared().tls().referencedSecret(),
                        BackupSecrets.credentials(service),
                        BackupSecrets.encryptionKeys(service))
                .flatMap(Optional::stream)
                .map(name -> new Reference(id, name))
                .collect(Collectors.toSet());
        readings.keySet().removeIf(reference -> reference.service().equals(id) && !wanted.contains(reference));
        return wanted.stream().map(this::reading).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private Optional<ReferencedSecret> reading(Reference reference) {
        Optional<ReferencedSecret> known = readings.get(reference);
        if (known != null) {
            return known;
        }
        Optional<ReferencedSecret> found = read(reference);
        readings.put(reference, found);
        return found;
    }

    private void readAgain() {
        readings.forEach((reference, before) -> {
            try {
                Optional<ReferencedSecret> now = read(reference);
                if (!now.equals(before) && readings.replace(reference, before, now)) {
                    getEventHandler().handleEvent(new Event(reference.service()));
                }
            } catch (KubernetesClientException failure) {
                LOG.warnf(
                        "Secret \"%s\" of MemoryService %s cannot be read (%s); what was last read still counts",
                        reference.name(), reference.service(), failure.getMessage());
            }
        });
    }

    private Optional<ReferencedSecret> read(Reference reference) {
        return Optional.ofNullable(client.secrets()
                        .inNamespace(reference.service().getNamespace().orElseThrow())
                        .withName(reference.name())
                        .get())
                .map(secret -> new ReferencedSecret(
                        reference.name(), Optional.ofNullable(secret.getData()).orElse(Map.of())));
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        ResourceID id = ResourceID.fromResource(service);
        readings.keySet().removeIf(reference -> reference.service().equals(id));
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
    }
}
