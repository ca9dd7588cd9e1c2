package dev.memoryservice.operator.upgrade;

import dev.memoryservice.operator.memorybackup.BackupProgress;
import dev.memoryservice.operator.memoryrestore.RestoreProgress;
import dev.memoryservice.operator.verification.Verification;
import java.time.Instant;
import java.util.Optional;

/**
 * What the next step of an upgrade depends on.
 *
 * @param wanted the image that the spec asks for
 * @param running the image that the Deployment has; empty if there is none
 * @param started when a container with that image was started; empty while its Pod is on its way
 * @param runningVersion what the server said about its version
 * @param stopped whether no server is to run
 * @param backedUp whether the service has a place for backups
 * @param generation of the spec
 * @param serves whether a Pod of the Deployment as it is answers
 * @param answer what came of verifying the Pods that serve now; empty while they were not asked
 * @param problem why the server does not come up, for people; empty while it is only on its way
 * @param pull how the pull of the image ended; empty until it did
 * @param backup how far the backup before the upgrade is
 * @param restore how far the restore after it is
 */
record UpgradeView(
        String wanted,
        Optional<String> running,
        Optional<Instant> started,
        Optional<String> runningVersion,
        boolean stopped,
        boolean backedUp,
        long generation,
        boolean serves,
        Optional<Verification> answer,
        Optional<String> problem,
        Optional<PullEnd> pull,
        Optional<BackupProgress> backup,
        Optional<RestoreProgress> restore,
        Instant now) {

    boolean isVerified() {
        return serves && answer.isPresent() && answer.get() instanceof Verification.Passed;
    }

    /** Whether the server holds no memory. */
    boolean isEmpty() {
        return answer.isPresent() && answer.get() instanceof Verification.Passed passed && passed.memories() == 0;
    }

    /** What is known against the server that was started. */
    Optional<String> complaint() {
        return problem.or(() -> answer.filter(Verification.Failed.class::isInstance)
                .map(Verification.Failed.class::cast)
                .map(Verification.Failed::message));
    }
}
