package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;

/** What the objects of a server are called. */
public final class ServerNames {

    /** The one container of the Pod. */
    public static final String CONTAINER = "server";

    private ServerNames() {}

    /** ServiceAccount, Deployment, Service and NetworkPolicy have the name of the resource. */
    public static String server(MemoryService service) {
        return service.getMetadata().getName();
    }

    /** The Secret with the keys that the operator made. */
    public static String generatedKeys(MemoryService service) {
        return server(service) + "-api-keys";
    }

    /** The Secret that the server takes its keys from: the user's own where one is named. */
    public static String keys(MemoryService service) {
        return service.declared().auth().referencedSecret().orElseGet(() -> generatedKeys(service));
    }

    /** The claim of the volume with the memories. */
    public static String volume(MemoryService service) {
        return server(service) + "-data";
    }

    /** The Secret with everything that a client needs. */
    public static String connection(MemoryService service) {
        return server(service) + "-connection";
    }
}
