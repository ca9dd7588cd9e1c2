package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** The server's dashboard, where the sidecar of Grafana looks for it. */
@Singleton
public class DashboardDependent extends OwnedDependent<ConfigMap> {

    private static final MonitoringFile DASHBOARD = new MonitoringFile("server-dashboard.json");

    DashboardDependent() {
        super(ConfigMap.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.dashboard(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().monitoring().dashboard().enabled());
    }

    @Override
    protected ConfigMap desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    ConfigMap manifest(MemoryService service) {
        String id = service.getMetadata().getNamespace() + "-" + ServerNames.server(service);
        // Grafana tells dashboards apart by it; 40 characters at most.
        String uid = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
        return new ConfigMapBuilder()
                .withMetadata(metadata(service))
                .editMetadata()
                .addToLabels("grafana_dashboard", "1")
                .addToLabels(service.declared().monitoring().dashboard().labels())
                .endMetadata()
                .withData(Map.of(id + ".json", DASHBOARD.of(service, Map.of("uid", uid))))
                .build();
    }
}
