package dev.memoryservice.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * Keeps objects without the record of who set which field, which is up to half of what one takes in memory. For kinds of
 * which there may be thousands, and which are compared by what is in them.
 */
public class WithoutManagedFields<T extends HasMetadata> extends BasicItemStore<T> {

    public WithoutManagedFields() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public T put(String key, T object) {
        object.getMetadata().setManagedFields(List.of());
        return super.put(key, object);
    }
}
