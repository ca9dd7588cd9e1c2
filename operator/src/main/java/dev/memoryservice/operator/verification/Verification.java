package dev.memoryservice.operator.verification;

import dev.memoryservice.crds.v1alpha1.status.Server;
import java.util.Optional;

/** What came of using the server as a client does. */
public sealed interface Verification {

    /** How full the server said that its volume is, whatever else was wrong. */
    Optional<VolumeUse> volume();

    /**
     * Everything was as declared.
     *
     * @param server what it said about itself
     * @param memories how many memories it holds
     */
    record Passed(Server server, long memories, Optional<VolumeUse> volume) implements Verification {}

    /**
     * Something was not.
     *
     * @param reason one word in CamelCase
     * @param message what was wrong and what to do
     */
    record Failed(String reason, String message, Optional<VolumeUse> volume) implements Verification {}
}
