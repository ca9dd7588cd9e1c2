package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.operator.validation.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * What there is of one MemoryBackup.
 *
 * @param refusal why the spec is not carried out, empty if it is
 * @param progress how far it is; empty until it was asked
 */
record BackupObservation(Optional<Refusal> refusal, Optional<BackupProgress> progress, Instant now) {}
