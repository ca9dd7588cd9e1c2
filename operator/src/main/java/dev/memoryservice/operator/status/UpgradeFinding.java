package dev.memoryservice.operator.status;

import static dev.memoryservice.operator.status.ConditionType.UPGRADED;

import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;

/** What is said of a change of the server's image. */
final class UpgradeFinding {

    private UpgradeFinding() {}

    static Finding of(UpgradeStatus upgrade) {
        String from = upgrade.fromImage();
        String to = upgrade.toImage();
        String backup = upgrade.givenBackupId()
                .map(id -> "the backup %s was made before".formatted(id))
                .orElse("no backup was made before, because there is no spec.backup");
        return switch (upgrade.phase()) {
            case PULLING ->
                Finding.unknown(
                        UPGRADED,
                        "Pulling",
                        "the image \"%s\" is pulled to the node of the server, where the image \"%s\" goes on"
                                .formatted(to, from));
            case PULL_FAILED ->
                Finding.no(
                        UPGRADED,
                        "PullFailed",
                        "the image \"%s\" was not started: %s; the image \"%s\" goes on"
                                .formatted(to, upgrade.message(), from));
            case BACKING_UP ->
                Finding.unknown(
                        UPGRADED, "BackingUp", "a backup is made before the image \"%s\" is started".formatted(to));
            case BACKUP_FAILED ->
                Finding.no(
                        UPGRADED,
                        "BackupFailed",
                        "the image \"%s\" was not started, because no backup could be made before: %s; the image \"%s\" goes on"
                                .formatted(to, upgrade.message(), from));
            case ROLLING_OUT ->
                Finding.unknown(
                        UPGRADED, "RollingOut", "the image \"%s\" is started and verified; %s".formatted(to, backup));
            case COMPLETED ->
                Finding.yes(UPGRADED, "Completed", "the image \"%s\" runs and was verified; %s".formatted(to, backup));
            case ROLLING_BACK ->
                Finding.no(
                        UPGRADED,
                        "RollingBack",
                        "the image \"%s\" failed (%s); the image \"%s\" is started again"
                                .formatted(to, upgrade.message(), from));
            case RESTORING_DATA ->
                Finding.no(
                        UPGRADED,
                        "RestoringData",
                        "the image \"%s\" failed (%s) and left a database that the image \"%s\" cannot use; it gets the backup"
                                        .formatted(to, upgrade.message(), from)
                                + " %s back, and the database is kept beside it"
                                        .formatted(upgrade.givenBackupId().orElse("")));
            case ROLLED_BACK ->
                Finding.no(
                        UPGRADED,
                        "RolledBack",
                        "the image \"%s\" failed (%s); the image \"%s\" runs again, and the other is not tried again until the"
                                        .formatted(to, upgrade.message(), from)
                                + " spec changes; " + backup);
        };
    }
}
