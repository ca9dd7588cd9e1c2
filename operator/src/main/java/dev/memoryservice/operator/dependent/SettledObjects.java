package dev.memoryservice.operator.dependent;

import dev.memoryservice.operator.cache.MostRecent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;

/**
 * Objects that the API server stores in other words than they were applied in, such as a size of 1Gi for 1024Mi.
 *
 * <p>Comparing values would apply such an object again and again. Here it counts as unchanged while the same is wanted
 * as when it was applied, and while the operator still owns the same fields: whoever changes one of them takes it over,
 * so a change by someone else is still seen. What is forgotten costs one apply that changes nothing.
 */
final class SettledObjects<R extends HasMetadata> {

    private static final int MOST = 10_000;

    private final Map<String, Settled> byUid = new MostRecent<>(MOST);

    /** Hashes, because the objects themselves are many and large. */
    private record Settled(int wanted, int owned) {}

    synchronized void add(R stored, R wanted, Context<?> context) {
        byUid.put(stored.getMetadata().getUid(), settled(stored, wanted, context));
    }

    synchronized boolean contains(R stored, R wanted, Context<?> context) {
        Settled known = byUid.get(stored.getMetadata().getUid());
        return known != null && known.equals(settled(stored, wanted, context));
    }

    private static Settled settled(HasMetadata stored, HasMetadata wanted, Context<?> context) {
        String manager = context.getControllerConfiguration().fieldManager();
        return new Settled(
                context.getClient().getKubernetesSerialization().asJson(wanted).hashCode(),
                stored.getMetadata().getManagedFields().stream()
                        .filter(entry -> manager.equals(entry.getManager()))
                        .toList()
                        .hashCode());
    }
}
