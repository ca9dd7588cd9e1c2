package dev.memoryservice.operator.verification;

import dev.memoryservice.crds.v1alpha1.status.Server;

/** What came of using the server as a client does. */
public sealed interface Verification {

    /**
     * Everything was as declared.
     *
     * @param server what it said about itself
     * @param memories how many memories it holds
     */
    record Passed(Server server, long memories) implements Verification {}

    /**
     * Something was not.
     *
     * @param reason one word in CamelCase
     * @param message what was wrong and what to do
     */
    record Failed(String reason, String message) implements Verification {}
}
