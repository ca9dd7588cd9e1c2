package dev.memoryservice.server.memory;

/**
 * Where memories belong: whose they are, and in which of that user's stores. A parameter of every call of
 * {@link MemoryStore}, which enforces it: no call sees another tenant's memories.
 *
 * @param tenant the user the memories belong to, taken from the credential, never from the request
 * @param store the partition inside the tenant; {@link #ALL_STORES} is allowed for reading only
 */
public record Space(String tenant, String store) {

    /** The tenant of a server whose keys are not bound to users. */
    public static final String DEFAULT_TENANT = "default";

    /** The store that a request means when it names none. */
    public static final String DEFAULT_STORE = "default";

    /** Every store of the tenant; valid for reading only. */
    public static final String ALL_STORES = "all";

    /** The default store of {@code tenant}. */
    public static Space of(String tenant) {
        return new Space(tenant, DEFAULT_STORE);
    }

    /** Whether this means every store of the tenant. */
    public boolean isAllStores() {
        return ALL_STORES.equals(store);
    }
}
