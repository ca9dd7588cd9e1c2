package dev.memoryservice.operator.backup;

import java.util.Optional;

/**
 * What backups and restores need to know of a MemoryService.
 *
 * @param configured whether it has spec.backup
 * @param settled whether the server that runs is the one that is declared, and not one that is about to be replaced
 * @param list the backups that its server has; empty until it was asked
 */
public record ServiceBackups(boolean configured, boolean settled, Optional<BackupList> list) {}
