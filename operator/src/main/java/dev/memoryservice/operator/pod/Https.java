package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The certificate and its key as files, with which the server's port speaks HTTPS only; the probes have a port of their
 * own.
 *
 * <p>The server follows a renewed certificate without a restart, so no hash of the Secret goes into the Pod template.
 */
final class Https implements PodFeature {

    private static final String DIRECTORY = "/etc/memory-service/tls";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return service.declared().tls().enabled() ? mountCertificate(pod, service) : pod;
    }

    private static PodTemplateSpecBuilder mountCertificate(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName("tls")
                        .withNewSecret()
                        .withSecretName(ServerNames.certificate(service))
                        .addToItems(
                                new KeyToPathBuilder()
                                        .withKey("tls.crt")
                                        .withPath("tls.crt")
                                        .build(),
                                new KeyToPathBuilder()
                                        .withKey("tls.key")
                                        .withPath("tls.key")
                                        .build())
                        // 0440: readable by the group that fsGroup gives the files to, and by nobody else.
                        .withDefaultMode(0440)
                        .endSecret()
                        .endVolume()
                        .endSpec(),
                server -> server.addToEnv(
                                PodFeature.variable("MEMORY_SERVICE_TLS_CERTIFICATE", DIRECTORY + "/tls.crt"),
                                PodFeature.variable("MEMORY_SERVICE_TLS_PRIVATE_KEY", DIRECTORY + "/tls.key"))
                        .addNewVolumeMount()
                        .withName("tls")
                        .withMountPath(DIRECTORY)
                        .withReadOnly(true)
                        .endVolumeMount());
    }
}
