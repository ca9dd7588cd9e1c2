package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels that tie an object to its MemoryUser. The name is another than that of a server's objects, so that the
 * Secrets of a thousand users are not among those that each reconcile of their MemoryService looks at.
 */
final class UserLabels {

    static final String NAME = "memory-user";

    /** Selects every object that the operator makes for users. */
    static final String MANAGED =
            ServerLabels.MANAGED_BY_KEY + "=" + ServerLabels.OPERATOR + "," + ServerLabels.NAME_KEY + "=" + NAME;

    private static final String PART_OF_KEY = "app.kubernetes.io/part-of";

    private UserLabels() {}

    static Map<String, String> of(MemoryUser user) {
        return new TreeMap<>(Map.of(
                ServerLabels.NAME_KEY,
                NAME,
                ServerLabels.INSTANCE_KEY,
                user.getMetadata().getName(),
                ServerLabels.COMPONENT_KEY,
                "connection",
                PART_OF_KEY,
                user.getSpec().serviceRef().name(),
                ServerLabels.MANAGED_BY_KEY,
                ServerLabels.OPERATOR));
    }

    /** Whether the object was made by the operator for this user. */
    static boolean belongsTo(HasMetadata object, MemoryUser user) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(of(user).entrySet());
    }
}
