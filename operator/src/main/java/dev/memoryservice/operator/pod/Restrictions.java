package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** The Pod security standard "restricted", and a read-only root with one small folder for temporary files. */
final class Restrictions implements PodFeature {

    private static final long USER = 10001;
    private static final Quantity TEMPORARY = new Quantity("64", "Mi");

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(
                pod.editSpec()
                        .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(USER)
                        .withRunAsGroup(USER)
                        .withFsGroup(USER)
                        // A recursive change of owner on every start takes minutes on a large volume.
                        .withFsGroupChangePolicy("OnRootMismatch")
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()
                        .addNewVolume()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .withSizeLimit(temporary(service))
                        .endEmptyDir()
                        .endVolume()
                        .endSpec(),
                server -> server.withSecurityContext(new SecurityContextBuilder()
                                .withAllowPrivilegeEscalation(false)
                                .withReadOnlyRootFilesystem(true)
                                .withNewCapabilities()
                                .withDrop("ALL")
                                .endCapabilities()
                                .build())
                        .addNewVolumeMount()
                        .withName("tmp")
                        .withMountPath("/tmp")
                        .endVolumeMount());
    }

    /** Where backups are verified and restored, there is to be space for a copy of the memories. */
    private static Quantity temporary(MemoryService service) {
        boolean copies = service.declared().givenBackup().isPresent()
                || service.declared().givenRestoreFrom().isPresent();
        return copies ? service.declared().backend().sqlite().storage().largestSize() : TEMPORARY;
    }
}
