package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.monitoring.ServiceMonitorSpec;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How Prometheus finds the server's Pod, which token it shows, and whom it trusts. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class ServiceMonitorDependent extends OwnedDependent<ServiceMonitor> {

    /** A server has a few hundred series; many more would be a mistake that Prometheus must not pay for. */
    private static final int MOST_SAMPLES = 10_000;

    private final ServerCertificates certificates;

    ServiceMonitorDependent(ServerCertificates certificates) {
        super(ServiceMonitor.class);
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().monitoring().serviceMonitor().enabled());
    }

    @Override
    protected ServiceMonitor desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service, certificates.trusted(service, context).isPresent());
    }

    /** @param ownAuthority whether what clients are to trust is published in a ConfigMap */
    ServiceMonitor manifest(MemoryService service, boolean ownAuthority) {
        ServiceMonitorSpec declared = service.declared().monitoring().serviceMonitor();
        ServiceMonitor monitor = new ServiceMonitor();
        monitor.setMetadata(new ObjectMetaBuilder(metadata(service))
                .addToLabels(declared.labels())
                .build());
        monitor.setSpec(Map.of(
                "selector", Map.of("matchLabels", ServerLabels.selector(service)),
                "sampleLimit", MOST_SAMPLES,
                "endpoints", List.of(endpoint(service, declared, ownAuthority))));
        return monitor;
    }

    private static Map<String, Object> endpoint(
            MemoryService service, ServiceMonitorSpec declared, boolean ownAuthority) {
        ServerAddress address = ServerAddress.of(service);
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("port", address.scheme());
        endpoint.put("scheme", address.scheme());
        endpoint.put("path", "/metrics");
        endpoint.put("interval", declared.interval());
        if (MetricsTokenDependent.isNeeded(service)) {
            endpoint.put(
                    "authorization",
                    Map.of(
                            "type",
                            "Bearer",
                            "credentials",
                            Map.of("name", ServerNames.metricsToken(service), "key", MetricsTokenDependent.ENTRY)));
        }
        if (address.secure()) {
            endpoint.put("tlsConfig", trust(service, address, ownAuthority));
        }
        // By it rules and dashboards find the server's series, whatever Prometheus calls the job.
        endpoint.put(
                "relabelings",
                List.of(Map.of(
                        "action",
                        "replace",
                        "targetLabel",
                        "memory_service",
                        "replacement",
                        service.getMetadata().getName())));
        return endpoint;
    }

    /** Prometheus asks the Pod by its address; the certificate is for the name of the Service. */
    private static Map<String, Object> trust(MemoryService service, ServerAddress address, boolean ownAuthority) {
        Map<String, Object> trust = new LinkedHashMap<>();
        trust.put("serverName", address.host());
        if (ownAuthority) {
            trust.put("ca", Map.of("configMap", Map.of("name", ServerNames.authority(service), "key", "ca.crt")));
        }
        return trust;
    }
}
