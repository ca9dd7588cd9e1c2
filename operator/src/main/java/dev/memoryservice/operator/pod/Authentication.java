package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.stream.Collectors;

/**
 * The accepted modes, and the keys as files.
 *
 * <p>The server follows changed key files without a restart, so no hash of the Secret goes into the Pod template.
 */
final class Authentication implements PodFeature {

    private static final String DIRECTORY = "/etc/memory-service/api-keys";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        String modes =
                service.declared().auth().modes().stream().map(AuthMode::label).collect(Collectors.joining(","));
        PodTemplateSpecBuilder withModes = PodFeature.editServer(
                pod, server -> server.addToEnv(PodFeature.variable("MEMORY_SERVICE_AUTH_MODES", modes)));
        return service.declared().auth().accepts(AuthMode.API_KEY) ? mountKeys(withModes, service) : withModes;
    }

    private static PodTemplateSpecBuilder mountKeys(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName("api-keys")
                        .withNewSecret()
                        .withSecretName(ServerNames.keys(service))
                        // 0440: readable by the group that fsGroup gives the files to, and by nobody else.
                        .withDefaultMode(0440)
                        .endSecret()
                        .endVolume()
                        .endSpec(),
                server -> server.addToEnv(PodFeature.variable("MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY", DIRECTORY))
                        .addNewVolumeMount()
                        .withName("api-keys")
                        .withMountPath(DIRECTORY)
                        .withReadOnly(true)
                        .endVolumeMount());
    }
}
