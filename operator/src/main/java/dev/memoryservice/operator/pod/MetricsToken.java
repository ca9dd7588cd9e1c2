package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The token for the metrics as a file. Optional, so that monitoring is switched on and off without a new Pod: the server
 * follows the file.
 */
final class MetricsToken implements PodFeature {

    private static final String VOLUME = "metrics-token";
    private static final String DIRECTORY = "/etc/memory-service/metrics";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        if (service.declared().auth().accepts(AuthMode.NONE)) {
            return pod;
        }
        PodTemplateSpecBuilder mounted =
                PodFeature.mountSecret(pod, VOLUME, ServerNames.metricsToken(service), DIRECTORY, "token");
        return PodFeature.editServer(
                mounted.editSpec()
                        .editMatchingVolume(volume -> VOLUME.equals(volume.getName()))
                        .editSecret()
                        .withOptional(true)
                        .endSecret()
                        .endVolume()
                        .endSpec(),
                server -> server.addToEnv(
                        PodFeature.variable("MEMORY_SERVICE_METRICS_TOKEN_FILE", DIRECTORY + "/token")));
    }
}
