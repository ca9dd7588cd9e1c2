package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labels that tie an object to its MemoryService.
 *
 * <p>They decide three things: which objects the operator keeps in memory (only those that carry {@link #MANAGED}),
 * which resource an object belongs to, and whether an object of the expected name is the operator's to change.
 */
public final class ServerLabels {

    public static final String NAME_KEY = "app.kubernetes.io/name";
    public static final String INSTANCE_KEY = "app.kubernetes.io/instance";
    public static final String COMPONENT_KEY = "app.kubernetes.io/component";
    public static final String MANAGED_BY_KEY = "app.kubernetes.io/managed-by";

    /** The label that Kubernetes gives the Pods of a Job, with its name. */
    public static final String JOB_KEY = "batch.kubernetes.io/job-name";

    public static final String OPERATOR = "memory-service-operator";

    /** Selects every object that the operator makes. */
    public static final String MANAGED = MANAGED_BY_KEY + "=" + OPERATOR + "," + NAME_KEY + "=memory-service";

    /** The name of everything around backups, which is not among the objects that each reconcile of a service looks at. */
    private static final String BACKUP = "memory-service-backup";

    /** The name of everything around pulling images, for the same reason. */
    private static final String IMAGE_PULL = "memory-service-image-pull";

    private ServerLabels() {}

    /** The labels by which network policies find the Pods that ask servers for backups and restores. */
    public static Map<String, String> backupJobs() {
        return new TreeMap<>(Map.of(NAME_KEY, BACKUP, MANAGED_BY_KEY, OPERATOR));
    }

    /** The labels of the Jobs of a service, of their Pods, and of the MemoryBackups and MemoryRestores made for it. */
    public static Map<String, String> backups(String service) {
        Map<String, String> labels = backupJobs();
        labels.put(INSTANCE_KEY, service);
        labels.put(COMPONENT_KEY, "backup");
        return labels;
    }

    /** The labels of the Jobs that pull images for a service, and of their Pods. */
    public static Map<String, String> imagePulls(String service) {
        return new TreeMap<>(Map.of(
                NAME_KEY, IMAGE_PULL, MANAGED_BY_KEY, OPERATOR, INSTANCE_KEY, service, COMPONENT_KEY, "image-pull"));
    }

    /** The labels by which Service, Deployment and NetworkPolicy find the Pods; they can never change. */
    public static Map<String, String> selector(MemoryService service) {
        Map<String, String> labels = servers();
        labels.put(INSTANCE_KEY, service.getMetadata().getName());
        return labels;
    }

    /** The labels of every server's Pod. */
    public static Map<String, String> servers() {
        return new TreeMap<>(Map.of(NAME_KEY, "memory-service", COMPONENT_KEY, "server"));
    }

    /** The labels of every object of this resource. */
    public static Map<String, String> of(MemoryService service) {
        Map<String, String> labels = selector(service);
        labels.put(MANAGED_BY_KEY, OPERATOR);
        return labels;
    }

    /** Whether the object was made by the operator for this resource. */
    public static boolean belongsTo(HasMetadata object, MemoryService service) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(of(service).entrySet());
    }

    /** Whether the object was made by the operator for any resource. */
    public static boolean isServersOwn(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null
                && OPERATOR.equals(labels.get(MANAGED_BY_KEY))
                && labels.entrySet().containsAll(servers().entrySet());
    }

    /** The resource that the object belongs to, at most one. */
    public static Set<ResourceID> owner(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(INSTANCE_KEY))
                .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
                .orElse(Set.of());
    }
}
