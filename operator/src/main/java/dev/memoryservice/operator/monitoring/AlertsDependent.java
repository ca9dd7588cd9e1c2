package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.Map;

/** The alerts of the server. A server that is stopped on purpose has none, because all of them would be about that. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class AlertsDependent extends OwnedDependent<PrometheusRule> {

    private static final MonitoringFile ALERTS = new MonitoringFile("server-alerts.yaml");

    private final OperatorConfig config;

    AlertsDependent(OperatorConfig config) {
        super(PrometheusRule.class);
        this.config = config;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        boolean runs = !service.declared().suspend() && service.declared().wantedReplicas() > 0;
        return Presence.of(runs && service.declared().monitoring().alerts().enabled());
    }

    @Override
    protected PrometheusRule desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    PrometheusRule manifest(MemoryService service) {
        PrometheusRule rule = new PrometheusRule();
        rule.setMetadata(new ObjectMetaBuilder(metadata(service))
                .addToLabels(service.declared().monitoring().alerts().labels())
                .build());
        @SuppressWarnings("unchecked")
        Map<String, Object> spec = Serialization.unmarshal(ALERTS.of(service, Map.of("runbook", runbook())), Map.class);
        rule.setSpec(spec);
        return rule;
    }

    /** The annotation about the runbook up to the name of its page: a link, or where the page is in the source tree. */
    private String runbook() {
        return config.runbooks().map(folder -> "runbook_url: " + folder).orElse("runbook: docs/runbooks");
    }
}
