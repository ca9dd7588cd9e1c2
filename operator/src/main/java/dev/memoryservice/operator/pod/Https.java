package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
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
                PodFeature.mountSecret(pod, "tls", ServerNames.certificate(service), DIRECTORY, "tls.crt", "tls.key"),
                server -> server.addToEnv(
                        PodFeature.variable("MEMORY_SERVICE_TLS_CERTIFICATE", DIRECTORY + "/tls.crt"),
                        PodFeature.variable("MEMORY_SERVICE_TLS_PRIVATE_KEY", DIRECTORY + "/tls.key")));
    }
}
