package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.logging.LogFormat;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The form of the log, and its levels as a file. The file is optional, so that levels are changed without a new Pod: the
 * server follows it.
 */
final class LogSettings implements PodFeature {

    private static final String VOLUME = "log-levels";
    private static final String DIRECTORY = "/etc/memory-service/logging";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName(VOLUME)
                        .withNewConfigMap()
                        .withName(ServerNames.logLevels(service))
                        .withDefaultMode(0440)
                        .withOptional(true)
                        .endConfigMap()
                        .endVolume()
                        .endSpec(),
                server -> {
                    server.addNewVolumeMount()
                            .withName(VOLUME)
                            .withMountPath(DIRECTORY)
                            .withReadOnly(true)
                            .endVolumeMount()
                            .addToEnv(PodFeature.variable("MEMORY_SERVICE_LOGGING_LEVELS_FILE", DIRECTORY + "/levels"));
                    if (service.declared().logging().format() == LogFormat.JSON) {
                        server.addToEnv(PodFeature.variable("MEMORY_SERVICE_LOG_JSON", "true"));
                    }
                });
    }
}
