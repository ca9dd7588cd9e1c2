package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;

/** What the objects of a user are called. */
final class UserNames {

    private UserNames() {}

    /** The Secret with everything that a client needs. */
    static String connection(MemoryUser user) {
        return user.getMetadata().getName() + "-connection";
    }

    /** The user's file in the server's directory of users. */
    static String file(String user) {
        return user + ".json";
    }
}
