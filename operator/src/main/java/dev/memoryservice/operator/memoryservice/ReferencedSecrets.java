package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.server.KeyRing;
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
import org.jboss.logging.Logger;

/**
 * The Secrets of users that resources refer to, read one by one at an interval.
 *
 * <p>Not watched: they carry no label of ours, so a watch would either hold every Secret of the cluster in memory or be
 * one connection for each resource. The server itself follows changed keys through its mounted files; the operator needs
 * them only for the connection Secret and for verification, where seconds do not matter.
 */
@Singleton
public class ReferencedSecrets extends AbstractEventSource<ReferencedSecret, MemoryService>
        implements ResourceEventAware<MemoryService> {

    private static final Logger LOG = Logger.getLogger(ReferencedSecrets.class);

    private final KubernetesClient client;
    private final Duration interval;
    private final Map<ResourceID, Reading> readings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("referenced-secrets").factory());

    /** What one resource refers to, and what was there when last read. */
    private record Reading(String name, Optional<ReferencedSecret> secret) {}

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

    /** The Secret, read now if this is the first time that the resource refers to it. */
    @Override
    public Set<ReferencedSecret> getSecondaryResources(MemoryService service) {
        ResourceID id = ResourceID.fromResource(service);
        Optional<String> name = service.declared().auth().referencedSecret();
        if (name.isEmpty()) {
            readings.remove(id);
            return Set.of();
        }
        Reading reading = readings.get(id);
        if (reading == null || !reading.name().equals(name.get())) {
            reading = read(id, name.get());
            readings.put(id, reading);
        }
        return reading.secret().map(Set::of).orElse(Set.of());
    }

    private void readAgain() {
        readings.forEach((id, before) -> {
            try {
                Reading now = read(id, before.name());
                if (!now.equals(before) && readings.replace(id, before, now)) {
                    getEventHandler().handleEvent(new Event(id));
                }
            } catch (KubernetesClientException failure) {
                LOG.warnf(
                        "Secret \"%s\" of MemoryService %s cannot be read (%s); what was last read still counts",
                        before.name(), id, failure.getMessage());
            }
        });
    }

    private Reading read(ResourceID id, String name) {
        return new Reading(
                name,
                Optional.ofNullable(client.secrets()
                                .inNamespace(id.getNamespace().orElseThrow())
                                .withName(name)
                                .get())
                        .map(secret -> new ReferencedSecret(name, KeyRing.of(secret))));
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        readings.remove(ResourceID.fromResource(service));
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
    }
}
