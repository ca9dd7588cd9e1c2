package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.stream.Collectors;

/** The volume with the database file, and how SQLite is to treat it. */
final class SQLiteStorage implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        String pragmas = service.declared().backend().sqlite().pragmas().entrySet().stream()
                .map(pragma -> pragma.getKey() + "=" + pragma.getValue())
                .collect(Collectors.joining(","));
        return PodFeature.editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName("data")
                        .withNewPersistentVolumeClaim()
                        .withClaimName(ServerNames.volume(service))
                        .endPersistentVolumeClaim()
                        .endVolume()
                        .endSpec(),
                server -> server.addToEnv(
                                PodFeature.variable("MEMORY_SERVICE_SQLITE_PATH", "/data/memory.db"),
                                PodFeature.variable("MEMORY_SERVICE_SQLITE_PRAGMAS", pragmas))
                        .addNewVolumeMount()
                        .withName("data")
                        .withMountPath("/data")
                        .endVolumeMount());
    }
}
