package dev.memoryservice.operator.backup;

import java.util.Optional;

/**
 * What backups and restores need to know of a MemoryService.
 *
 * @param configured whether it has spec.backup
 * @param list the backups that its server has; empty until it was asked
 */
public record ServiceBackups(boolean configured, Optional<BackupList> list) {}
