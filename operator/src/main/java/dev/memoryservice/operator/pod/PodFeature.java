package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.ContainerFluent;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One feature's part of the server's Pod. The result depends on the resource alone. */
interface PodFeature {

    /** Adds this feature's part to the Pod. */
    PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service);

    /** The Pod with its one container changed. */
    static PodTemplateSpecBuilder editServer(PodTemplateSpecBuilder pod, Consumer<ContainerFluent<?>> change) {
        var container = pod.editSpec().editFirstContainer();
        change.accept(container);
        return container.endContainer().endSpec();
    }

    /** The Pod with a Secret as a folder of files in its server container; of these entries, or of all where none are named. */
    static PodTemplateSpecBuilder mountSecret(
            PodTemplateSpecBuilder pod, String volume, String secret, String directory, String... entries) {
        return mountSecret(pod, volume, secret, directory, null, entries);
    }

    /** The same, with which the Pod also starts while there is no such Secret. */
    static PodTemplateSpecBuilder mountOptionalSecret(
            PodTemplateSpecBuilder pod, String volume, String secret, String directory, String... entries) {
        return mountSecret(pod, volume, secret, directory, true, entries);
    }

    private static PodTemplateSpecBuilder mountSecret(
            PodTemplateSpecBuilder pod,
            String volume,
            String secret,
            String directory,
            Boolean optional,
            String... entries) {
        return editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName(volume)
                        .withNewSecret()
                        .withSecretName(secret)
                        .withOptional(optional)
                        .withItems(Stream.of(entries)
                                .map(entry -> new KeyToPath(entry, null, entry))
                                .toList())
                        // 0440: readable by the group that fsGroup gives the files to, and by nobody else.
                        .withDefaultMode(0440)
                        .endSecret()
                        .endVolume()
                        .endSpec(),
                server -> server.addNewVolumeMount()
                        .withName(volume)
                        .withMountPath(directory)
                        .withReadOnly(true)
                        .endVolumeMount());
    }

    /**
     * A variable with a value. An empty value is left out of the object, as the API server does when it stores it:
     * otherwise what is wanted and what is stored would differ for ever.
     */
    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder()
                .withName(name)
                .withValue(value.isEmpty() ? null : value)
                .build();
    }
}
