package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.status.Observation;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a service is to be looked at again by the clock alone. */
final class NextLook {

    /** After a refusal by the API server: whatever it lacks (quota, a free name) does not announce itself. */
    static final Duration REFUSED_AGAIN = Duration.ofSeconds(15);

    /** While a server does not come up: the reasons are partly in Events, which are not watched. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    /** While an image is changed: its steps have bounds of seconds. */
    private static final Duration NEXT_STEP = Duration.ofSeconds(2);

    private NextLook() {}

    /** Has the service reconciled again when nothing else would announce that there is something to do. */
    static UpdateControl<MemoryService> after(
            UpdateControl<MemoryService> control, Observation observation, Optional<Duration> keyChange) {
        if (observation.refusal().isPresent()) {
            return control.rescheduleAfter(REFUSED_AGAIN);
        }
        if (observation.upgrade().filter(NextLook::isUnderWay).isPresent()) {
            return control.rescheduleAfter(NEXT_STEP);
        }
        boolean comingUp = observation.wantedReplicas() > 0 && !observation.serves();
        boolean certificateMissing =
                observation.certificate().filter(state -> !state.ready()).isPresent();
        if (comingUp || certificateMissing) {
            return control.rescheduleAfter(LOOK_AGAIN);
        }
        return Stream.of(untilCertificateChanges(observation, Instant.now()), keyChange)
                .flatMap(Optional::stream)
                // A later one would only put the net of the interval out of force.
                .filter(wait -> wait.toMinutes() < MemoryServiceReconciler.INTERVAL_MINUTES)
                .min(Duration::compareTo)
                .map(control::rescheduleAfter)
                .orElse(control);
    }

    private static boolean isUnderWay(UpgradeStatus upgrade) {
        return switch (upgrade.phase()) {
            case PULLING, BACKING_UP, ROLLING_OUT, ROLLING_BACK, RESTORING_DATA -> true;
            case PULL_FAILED, BACKUP_FAILED, COMPLETED, ROLLED_BACK -> false;
        };
    }

    /** Time until the certificate is to be renewed or expires. */
    private static Optional<Duration> untilCertificateChanges(Observation observation, Instant now) {
        return observation
                .certificate()
                .flatMap(certificate -> certificate.nextChange(now))
                .map(change -> Duration.between(now, change).plusSeconds(1));
    }
}
