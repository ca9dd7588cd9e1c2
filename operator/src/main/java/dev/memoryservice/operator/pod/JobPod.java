package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.workload.PodOverrides;
import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.server.ServerImage;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * The Pod of a Job that asks servers for something: the server's image with another command, under the same restrictions,
 * and nothing mounted but the keys and authorities of the servers that it asks.
 */
@Singleton
public class JobPod {

    private static final ResourceRequirements DEFAULT = new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("20", "m"))
            .addToRequests("memory", new Quantity("96", "Mi"))
            .addToLimits("memory", new Quantity("256", "Mi"))
            .build();

    private final ServerImage image;
    private final RunningImage running;

    JobPod(ServerImage image, RunningImage running) {
        this.image = image;
        this.running = running;
    }

    /**
     * The template.
     *
     * @param service whose image, placement and resources it has
     * @param name of the container
     * @param command the arguments of the image
     * @param accesses the servers that it asks
     */
    public PodTemplateSpec template(
            MemoryService service, String name, List<String> command, List<ServerAccess> accesses) {
        List<String> arguments = new ArrayList<>(command);
        accesses.forEach(access -> arguments.addAll(access.arguments()));
        PodTemplateSpecBuilder pod = skeleton(service, name, arguments);
        for (ServerAccess access : accesses) {
            pod = access.addTo(pod);
        }
        return new Restrictions().addTo(pod, service).build();
    }

    private PodTemplateSpecBuilder skeleton(MemoryService service, String name, List<String> arguments) {
        PodOverrides overrides = service.declared().podTemplate();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(ServerLabels.backups(ServerNames.server(service)))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withServiceAccountName(ServerNames.server(service))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(service.declared().imagePullSecrets())
                .addToNodeSelector(overrides.nodeSelector())
                .addAllToTolerations(overrides.tolerations())
                .withPriorityClassName(overrides.givenPriorityClassName().orElse(null))
                .addNewContainer()
                .withName(name)
                .withImage(running.reference(service))
                .withImagePullPolicy(image.pullPolicy(service).label())
                .withArgs(arguments)
                // The server's log names the Pod that asked.
                .addNewEnv()
                .withName("MEMORY_SERVICE_REQUEST_ID")
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.name")
                .endValueFrom()
                .endEnv()
                .withResources(service.declared()
                        .givenBackup()
                        .flatMap(BackupSpec::givenResources)
                        .orElse(DEFAULT))
                .endContainer()
                .endSpec();
    }
}
