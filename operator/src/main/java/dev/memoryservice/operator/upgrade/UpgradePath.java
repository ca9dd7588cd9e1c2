package dev.memoryservice.operator.upgrade;

import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.BACKING_UP;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.BACKUP_FAILED;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.COMPLETED;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.PULLING;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.PULL_FAILED;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.RESTORING_DATA;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.ROLLED_BACK;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.ROLLING_BACK;
import static dev.memoryservice.crds.v1alpha1.status.UpgradePhase.ROLLING_OUT;

import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.memorybackup.BackupProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of an upgrade, each of which follows from the status and from what is seen, so that an operator that was
 * restarted goes on where the one before was.
 */
final class UpgradePath {

    /**
     * Time for a server to be verified once its container runs. A failing version is gone within two minutes: the backup
     * before takes seconds, and so do the end of one that hangs and the start of the image before.
     */
    static final Duration LONGEST = Duration.ofSeconds(45);

    /** Time for its Pod to have a place, and for its container to be made; the image was pulled before, as a rule. */
    static final Duration LONGEST_START = Duration.ofSeconds(80);

    /** The least time that an image gets when it is known not to come up. */
    static final Duration SHORTEST = Duration.ofSeconds(30);

    /** A registry or a place for backups that is mended without a change of the spec does not announce itself. */
    static final Duration AGAIN = Duration.ofMinutes(10);

    private UpgradePath() {}

    /** The upgrade after the next step, the same as before while there is nothing to do; empty if there is none. */
    static Optional<UpgradeStatus> next(Optional<UpgradeStatus> before, UpgradeView view) {
        if (view.stopped() || view.running().isEmpty()) {
            return before;
        }
        return before.filter(known -> isFor(known, view))
                .map(known -> Optional.of(step(known, view)))
                .orElseGet(() -> begin(before, view));
    }

    /** What failed is tried again when the spec changed. */
    private static boolean isFor(UpgradeStatus upgrade, UpgradeView view) {
        boolean ended = Set.of(ROLLED_BACK, PULL_FAILED, BACKUP_FAILED).contains(upgrade.phase());
        return upgrade.toImage().equals(view.wanted()) && !(ended && upgrade.generation() != view.generation());
    }

    private static Optional<UpgradeStatus> begin(Optional<UpgradeStatus> before, UpgradeView view) {
        String running = view.running().orElseThrow();
        if (running.equals(view.wanted())) {
            return Optional.empty();
        }
        // From the middle of one to another: the last image that is known to work, and its backup, stay the way back.
        if (before.filter(known -> known.phase() == ROLLING_OUT).isPresent()) {
            return before.map(known -> started(known.fromImage(), Optional.ofNullable(known.fromVersion()), view)
                    .with(known.backupId())
                    .in(ROLLING_OUT, time(view)));
        }
        // A server that does not run cannot be backed up, and there is nothing to go back to.
        return view.serves() ? Optional.of(started(running, view.runningVersion(), view)) : Optional.empty();
    }

    private static UpgradeStatus started(String from, Optional<String> version, UpgradeView view) {
        return new UpgradeStatus(
                PULLING,
                from,
                version.orElse(null),
                view.wanted(),
                null,
                time(view),
                time(view),
                view.generation(),
                null);
    }

    private static UpgradeStatus step(UpgradeStatus upgrade, UpgradeView view) {
        return switch (upgrade.phase()) {
            case PULLING -> view.pull().map(end -> pulled(upgrade, end, view)).orElse(upgrade);
            case BACKING_UP ->
                view.backup().map(backup -> backedUp(upgrade, backup, view)).orElse(upgrade);
            case PULL_FAILED, BACKUP_FAILED ->
                passed(upgrade, view).compareTo(AGAIN) > 0
                        ? started(upgrade.fromImage(), Optional.ofNullable(upgrade.fromVersion()), view)
                        : upgrade;
            case ROLLING_OUT -> rolledOut(upgrade, view);
            case ROLLING_BACK -> rolledBack(upgrade, view);
            case RESTORING_DATA -> restored(upgrade, view);
            case COMPLETED, ROLLED_BACK -> upgrade;
        };
    }

    private static UpgradeStatus pulled(UpgradeStatus upgrade, PullEnd end, UpgradeView view) {
        return end.failure()
                .map(failure -> upgrade.because(failure).in(PULL_FAILED, time(view)))
                .orElseGet(() -> upgrade.in(view.backedUp() ? BACKING_UP : ROLLING_OUT, time(view)));
    }

    private static UpgradeStatus backedUp(UpgradeStatus upgrade, BackupProgress backup, UpgradeView view) {
        if (backup.phase() == BackupPhase.SUCCEEDED) {
            return upgrade.with(backup.backup().orElseThrow().id()).in(ROLLING_OUT, time(view));
        }
        return backup.phase() == BackupPhase.FAILED
                ? upgrade.because(backup.message().orElse("no reason was given"))
                        .in(BACKUP_FAILED, time(view))
                : upgrade;
    }

    private static UpgradeStatus rolledOut(UpgradeStatus upgrade, UpgradeView view) {
        if (!view.running().equals(Optional.of(upgrade.toImage()))) {
            return upgrade;
        }
        if (view.isVerified()) {
            return upgrade.in(COMPLETED, time(view));
        }
        return hasFailed(upgrade, view)
                ? upgrade.because(view.complaint().orElseGet(() -> tooLong(view)))
                        .in(ROLLING_BACK, time(view))
                : upgrade;
    }

    private static boolean hasFailed(UpgradeStatus upgrade, UpgradeView view) {
        Duration passed = passed(upgrade, view);
        if (view.problem().isPresent()) {
            return passed.compareTo(SHORTEST) > 0;
        }
        // Of several Pods some may have run with this image before.
        return view.started()
                .map(started -> Duration.between(started, view.now()))
                .map(running -> running.compareTo(LONGEST) > 0 && passed.compareTo(LONGEST) > 0)
                .orElseGet(() -> passed.compareTo(LONGEST_START) > 0);
    }

    private static String tooLong(UpgradeView view) {
        return view.started().isPresent()
                ? "it was not verified within " + LONGEST.toSeconds() + " s of its start"
                : "it was not started within " + LONGEST_START.toSeconds() + " s";
    }

    private static UpgradeStatus rolledBack(UpgradeStatus upgrade, UpgradeView view) {
        if (!view.running().equals(Optional.of(upgrade.fromImage()))) {
            return upgrade;
        }
        if (view.isVerified()) {
            return upgrade.in(ROLLED_BACK, time(view));
        }
        return hasFailed(upgrade, view) && upgrade.givenBackupId().isPresent()
                ? upgrade.in(RESTORING_DATA, time(view))
                : upgrade;
    }

    /** Only into the empty database that took the place of a newer one: any other has what it had. */
    private static UpgradeStatus restored(UpgradeStatus upgrade, UpgradeView view) {
        boolean done = view.restore()
                .map(restore -> restore.phase() == RestorePhase.SUCCEEDED)
                .orElseGet(() -> view.isVerified() && !view.isEmpty());
        return done ? upgrade.in(ROLLED_BACK, time(view)) : upgrade;
    }

    private static Duration passed(UpgradeStatus upgrade, UpgradeView view) {
        return Duration.between(Instant.parse(upgrade.phaseStartedAt()), view.now());
    }

    private static String time(UpgradeView view) {
        return view.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
