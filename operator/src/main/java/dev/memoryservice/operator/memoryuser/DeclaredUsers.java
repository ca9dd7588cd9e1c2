package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.cache.WithoutManagedFields;

/**
 * Keeps users as they are declared, without their status: for the erasure of memories, which looks at every user's policy,
 * in a cache beside the one that everything else is looked up in.
 */
public class DeclaredUsers extends WithoutManagedFields<MemoryUser> {

    @Override
    public MemoryUser put(String key, MemoryUser user) {
        user.setStatus(null);
        return super.put(key, user);
    }
}
