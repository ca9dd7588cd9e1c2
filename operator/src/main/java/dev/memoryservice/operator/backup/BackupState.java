package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.status.BackupStatus;
import dev.memoryservice.operator.status.Finding;
import java.util.Optional;

/**
 * How the backups of a service are.
 *
 * @param health whether the latest one was made and verified
 * @param status what is said of them; empty until the server was asked
 */
public record BackupState(Finding health, Optional<BackupStatus> status) {}
