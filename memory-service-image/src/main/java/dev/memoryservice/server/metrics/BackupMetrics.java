package dev.memoryservice.server.metrics;

import dev.memoryservice.server.backup.Backup;
import dev.memoryservice.server.backup.Backups;
import dev.memoryservice.server.backup.Work;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How the backups are; only of a server that has a place for them. Nothing is asked of that place: what the server knew last is
 * told, as each answer to Prometheus would be a request to a bucket.
 */
@Singleton
public final class BackupMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, Backups backups) {
        if (backups.place().isEmpty()) {
            return;
        }
        gauge(registry, backups, "backups", "Backups that are complete", all -> complete(all)
                .size());
        ofNewest(
                registry,
                backups,
                "last.success.timestamp.seconds",
                "When the newest backup was complete",
                backup -> seconds(backup.completedAt()));
        ofNewest(registry, backups, "size.bytes", "Size of the newest backup", Backup::sizeBytes);
        ofNewest(
                registry,
                backups,
                "duration.seconds",
                "How long it took to make the newest backup",
                BackupMetrics::duration);
        ofNewest(
                registry,
                backups,
                "verified",
                "1 when the newest backup was proven by a restore, 0 when that failed, NaN when it was not tried",
                backup -> proof(backup.verification().state()));
        gauge(
                registry,
                backups,
                "backup.last.verified.timestamp.seconds",
                "When a backup was last proven by a restore",
                all -> seconds(complete(all).stream()
                        .flatMap(backup -> backup.verifiedAt().stream())
                        .max(Comparator.naturalOrder())));
        for (Work work : List.of(Work.BACKUP, Work.VERIFICATION, Work.RESTORE)) {
            Gauge.builder("memory.service.backup.running", backups, all -> all.isAtWork(work) ? 1 : 0)
                    .description("1 while the server is at it")
                    .tag("work", work.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static void ofNewest(
            MeterRegistry registry, Backups backups, String name, String what, ToDoubleFunction<Backup> value) {
        gauge(registry, backups, "backup." + name, what, all -> complete(all).stream()
                .max(Comparator.comparing(Backup::startedAt))
                .map(value::applyAsDouble)
                .orElse(Double.NaN));
    }

    private static void gauge(
            MeterRegistry registry, Backups backups, String name, String what, ToDoubleFunction<List<Backup>> value) {
        Gauge.builder("memory.service." + name, backups, all -> value.applyAsDouble(all.lastKnown()))
                .description(what)
                .register(registry);
    }

    private static List<Backup> complete(List<Backup> all) {
        return all.stream()
                .filter(backup -> backup.state() == Backup.State.SUCCEEDED)
                .toList();
    }

    private static double duration(Backup backup) {
        return backup.completedAt()
                .map(end -> Duration.between(backup.startedAt(), end).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private static double proof(Backup.Proof proof) {
        return switch (proof) {
            case SUCCEEDED -> 1;
            case FAILED -> 0;
            case NONE, RUNNING -> Double.NaN;
        };
    }

    private static double seconds(Optional<Instant> time) {
        return time.map(moment -> moment.toEpochMilli() / 1000.0).orElse(Double.NaN);
    }
}
