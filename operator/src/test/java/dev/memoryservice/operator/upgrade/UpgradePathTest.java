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
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.crds.v1alpha1.status.Server;
import dev.memoryservice.crds.v1alpha1.status.UpgradePhase;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.memorybackup.BackupProgress;
import dev.memoryservice.operator.memoryrestore.RestoreProgress;
import dev.memoryservice.operator.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpgradePathTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String OLD = "memory-service:1";
    private static final String NEW = "memory-service:2";
    private static final String BACKUP = "20261121T120000Z-abcd";

    /** What is seen: a server of the old image that serves, while the new one is asked for; each test says what differs. */
    private static final class Seen {

        private String wanted = NEW;
        private String running = OLD;
        private Optional<Instant> started = Optional.of(NOON);
        private boolean stopped;
        private boolean backedUp = true;
        private long generation = 2;
        private boolean serves = true;
        private Optional<Verification> answer = Optional.of(passed(7));
        private Optional<String> problem = Optional.empty();
        private Optional<PullEnd> pull = Optional.empty();
        private Optional<BackupProgress> backup = Optional.empty();
        private Optional<RestoreProgress> restore = Optional.empty();
        private Instant now = NOON;

        private UpgradeView view() {
            return new UpgradeView(
                    wanted,
                    Optional.of(running),
                    started,
                    Optional.of("1.0.0"),
                    stopped,
                    backedUp,
                    generation,
                    serves,
                    answer,
                    problem,
                    pull,
                    backup,
                    restore,
                    now);
        }

        private Optional<UpgradeStatus> after(UpgradeStatus before) {
            return UpgradePath.next(Optional.ofNullable(before), view());
        }
    }

    private static Verification passed(long memories) {
        return new Verification.Passed(new Server("1.0.0", List.of("2025-11-25")), memories, Optional.empty());
    }

    private final Seen seen = new Seen();

    private static UpgradeStatus in(UpgradePhase phase) {
        boolean withBackup =
                !Set.of(PULLING, PULL_FAILED, BACKING_UP, BACKUP_FAILED).contains(phase);
        return new UpgradeStatus(
                phase, OLD, "1.0.0", NEW, withBackup ? BACKUP : null, NOON.toString(), NOON.toString(), 2L, null);
    }

    private void newOneRuns() {
        seen.running = NEW;
    }

    private void nothingAnswers() {
        seen.serves = false;
        seen.answer = Optional.empty();
    }

    private void pass(Duration time) {
        seen.now = seen.now.plus(time);
    }

    @Test
    void anotherImageBeginsWithItsPull() {
        UpgradeStatus begun = seen.after(null).orElseThrow();

        assertThat(begun.phase()).isEqualTo(PULLING);
        assertThat(begun.fromImage()).isEqualTo(OLD);
        assertThat(begun.fromVersion()).isEqualTo("1.0.0");
        assertThat(begun.runsFormer()).isTrue();
    }

    @Test
    void aBackupIsMadeWhenTheImageIsThere() {
        assertThat(seen.after(in(PULLING))).contains(in(PULLING));
        seen.pull = Optional.of(new PullEnd("pull", Optional.empty()));
        pass(Duration.ofSeconds(5));

        UpgradeStatus pulled = seen.after(in(PULLING)).orElseThrow();

        assertThat(pulled.phase()).isEqualTo(BACKING_UP);
        assertThat(pulled.phaseStartedAt()).isEqualTo("2026-11-21T12:00:05Z");
        assertThat(pulled.runsFormer()).isTrue();
    }

    @Test
    void withoutAPlaceForBackupsItIsRolledOutAtOnce() {
        seen.backedUp = false;
        seen.pull = Optional.of(new PullEnd("pull", Optional.empty()));

        UpgradeStatus pulled = seen.after(in(PULLING)).orElseThrow();

        assertThat(pulled.phase()).isEqualTo(ROLLING_OUT);
        assertThat(pulled.givenBackupId()).isEmpty();
        assertThat(pulled.runsFormer()).isFalse();
    }

    @Test
    void anImageThatCannotBePulledIsNotStartedAndTriedAgainLaterOrWithAnotherSpec() {
        seen.pull = Optional.of(new PullEnd("pull", Optional.of("there is none")));

        UpgradeStatus failed = seen.after(in(PULLING)).orElseThrow();

        assertThat(failed.phase()).isEqualTo(PULL_FAILED);
        assertThat(failed.message()).isEqualTo("there is none");
        assertThat(failed.runsFormer()).isTrue();
        assertTriedAgain(failed);
    }

    private void assertTriedAgain(UpgradeStatus failed) {
        seen.pull = Optional.empty();
        seen.backup = Optional.empty();
        assertThat(seen.after(failed)).contains(failed);
        seen.generation = 3;
        assertThat(seen.after(failed).orElseThrow().phase()).isEqualTo(PULLING);
        seen.generation = 2;
        pass(UpgradePath.AGAIN.plusSeconds(1));
        assertThat(seen.after(failed).orElseThrow().phase()).isEqualTo(PULLING);
    }

    @Test
    void theSameImageIsNoUpgrade() {
        seen.wanted = OLD;

        assertThat(seen.after(null)).isEmpty();
    }

    @Test
    void aServerThatDoesNotRunHasNothingToGoBackTo() {
        nothingAnswers();

        assertThat(seen.after(null)).isEmpty();
    }

    @Test
    void aSuspendedServiceWaits() {
        seen.stopped = true;

        assertThat(seen.after(in(ROLLING_OUT))).contains(in(ROLLING_OUT));
    }

    @Test
    void theNewImageIsStartedWhenTheBackupIsMade() {
        assertThat(seen.after(in(BACKING_UP))).contains(in(BACKING_UP));
        seen.backup = Optional.of(backup(BackupPhase.SUCCEEDED));
        pass(Duration.ofSeconds(5));

        UpgradeStatus rolling = seen.after(in(BACKING_UP)).orElseThrow();

        assertThat(rolling.phase()).isEqualTo(ROLLING_OUT);
        assertThat(rolling.backupId()).isEqualTo(BACKUP);
        assertThat(rolling.phaseStartedAt()).isEqualTo("2026-11-21T12:00:05Z");
    }

    private static BackupProgress backup(BackupPhase phase) {
        return new BackupProgress(
                phase,
                Optional.of(new ServerBackup(
                        BACKUP,
                        ServerBackup.State.SUCCEEDED,
                        "upgrade",
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Optional.of(7L),
                        false,
                        Optional.empty(),
                        new ServerBackup.Verification(ServerBackup.VerificationState.NONE, ""),
                        "")),
                phase == BackupPhase.FAILED ? Optional.of("the volume is full") : Optional.empty());
    }

    @Test
    void withoutTheBackupNothingIsStartedAndItIsTriedAgainLaterOrWithAnotherSpec() {
        seen.backup = Optional.of(backup(BackupPhase.FAILED));

        UpgradeStatus failed = seen.after(in(BACKING_UP)).orElseThrow();

        assertThat(failed.phase()).isEqualTo(BACKUP_FAILED);
        assertThat(failed.message()).isEqualTo("the volume is full");
        assertThat(failed.runsFormer()).isTrue();
        assertTriedAgain(failed);
    }

    @Test
    void whatWasVerifiedIsCompleteButNotBeforeItRuns() {
        assertThat(seen.after(in(ROLLING_OUT))).as("the old one still runs").contains(in(ROLLING_OUT));
        newOneRuns();

        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().phase()).isEqualTo(COMPLETED);
    }

    @Test
    void aNewImageThatCrashesIsRolledBackAfterHalfAMinute() {
        newOneRuns();
        nothingAnswers();
        seen.problem = Optional.of("the server ended 2 times");
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().phase()).isEqualTo(ROLLING_OUT);

        pass(UpgradePath.SHORTEST.plusSeconds(1));

        UpgradeStatus back = seen.after(in(ROLLING_OUT)).orElseThrow();
        assertThat(back.phase()).isEqualTo(ROLLING_BACK);
        assertThat(back.message()).isEqualTo("the server ended 2 times");
        assertThat(back.runsFormer()).isTrue();
    }

    @Test
    void aNewImageThatIsNotVerifiedInTimeIsRolledBack() {
        newOneRuns();
        seen.answer = Optional.of(
                new Verification.Failed("VersionMismatch", "the server says it is version 9", Optional.empty()));
        pass(UpgradePath.SHORTEST.plusSeconds(1));
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().phase()).isEqualTo(ROLLING_OUT);

        pass(UpgradePath.LONGEST);

        UpgradeStatus back = seen.after(in(ROLLING_OUT)).orElseThrow();
        assertThat(back.phase()).isEqualTo(ROLLING_BACK);
        assertThat(back.message()).isEqualTo("the server says it is version 9", Optional.empty());
    }

    @Test
    void aNewImageThatHangsIsRolledBackSoonerThanOneThatIsNotStartedYet() {
        newOneRuns();
        nothingAnswers();
        seen.started = Optional.empty();
        pass(UpgradePath.LONGEST.plusSeconds(1));
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().phase()).isEqualTo(ROLLING_OUT);

        seen.started = Optional.of(NOON);
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().message())
                .isEqualTo("it was not verified within 45 s of its start");

        seen.started = Optional.of(seen.now);
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().phase()).isEqualTo(ROLLING_OUT);

        seen.started = Optional.empty();
        pass(UpgradePath.LONGEST_START);
        assertThat(seen.after(in(ROLLING_OUT)).orElseThrow().message()).isEqualTo("it was not started within 80 s");
    }

    @Test
    void whatWentBackIsNotTriedAgainUntilTheSpecChanges() {
        UpgradeStatus back = seen.after(in(ROLLING_BACK)).orElseThrow();
        assertThat(back.phase()).isEqualTo(ROLLED_BACK);
        assertThat(seen.after(back)).contains(back);

        seen.generation = 3;

        assertThat(seen.after(back).orElseThrow().phase()).isEqualTo(PULLING);
    }

    @Test
    void anImageThatIsTakenBackIsForgotten() {
        seen.wanted = OLD;

        assertThat(seen.after(in(ROLLED_BACK))).isEmpty();
    }

    @Test
    void anotherImageInTheMiddleKeepsTheWayBack() {
        newOneRuns();
        nothingAnswers();
        seen.wanted = "memory-service:3";

        UpgradeStatus other = seen.after(in(ROLLING_OUT)).orElseThrow();

        assertThat(other.phase()).isEqualTo(ROLLING_OUT);
        assertThat(other.fromImage()).isEqualTo(OLD);
        assertThat(other.toImage()).isEqualTo("memory-service:3");
        assertThat(other.backupId()).isEqualTo(BACKUP);
    }

    @Test
    void aDatabaseThatTheFormerImageCannotUseComesBackFromTheBackup() {
        nothingAnswers();
        seen.problem = Optional.of("the database is newer");
        pass(UpgradePath.SHORTEST.plusSeconds(1));
        UpgradeStatus restoring = seen.after(in(ROLLING_BACK)).orElseThrow();
        assertThat(restoring.phase()).isEqualTo(RESTORING_DATA);

        seen.serves = true;
        seen.problem = Optional.empty();
        seen.answer = Optional.of(passed(0));
        assertThat(seen.after(restoring)).contains(restoring);
        seen.restore = Optional.of(new RestoreProgress(RestorePhase.SUCCEEDED, Optional.empty(), Optional.empty()));

        assertThat(seen.after(restoring).orElseThrow().phase()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void aDatabaseThatStillHasItsMemoriesIsLeftAsItIs() {
        assertThat(seen.after(in(RESTORING_DATA)).orElseThrow().phase()).isEqualTo(ROLLED_BACK);
    }
}
