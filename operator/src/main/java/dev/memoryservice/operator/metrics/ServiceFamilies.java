package dev.memoryservice.operator.metrics;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.status.BackupStatus;
import dev.memoryservice.crds.v1alpha1.status.Certificate;
import io.fabric8.kubernetes.api.model.Condition;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The metrics that have a series for each MemoryService, for one answer to Prometheus. */
final class ServiceFamilies {

    private static final String PREFIX = "memory_service_operator_";

    /** Not {@code namespace}: Prometheus gives that name to the namespace of the operator. */
    private static final List<String> SERVICE = List.of("memory_namespace", "memory_service");

    /** They say nothing of a server that is stopped on purpose. */
    private static final Set<String> OF_RUNNING_SERVERS = Set.of("Available", "Verified", "BackupHealthy");

    private final GaugeMetricFamily conditions = new GaugeMetricFamily(
            PREFIX + "condition",
            "1 where the condition of the MemoryService is True, 0 where it is False",
            Stream.concat(SERVICE.stream(), Stream.of("condition")).toList());

    private final GaugeMetricFamily lastVerified = family(
            "last_verified_timestamp_seconds",
            "When the server was last found to be as declared, by this replica of the operator");

    private final GaugeMetricFamily certificates =
            family("certificate_expiry_timestamp_seconds", "When the certificate of the server expires");

    private final GaugeMetricFamily lastBackups =
            family("backup_last_success_timestamp_seconds", "When the newest backup was complete");

    private final GaugeMetricFamily verifiedBackups =
            family("backup_last_verified_timestamp_seconds", "When a backup was last proven by a restore");

    private final GaugeMetricFamily dueBackups =
            family("backup_due_timestamp_seconds", "When the backup after the newest one is due by the schedule");

    private final DueBackups schedules = new DueBackups();

    private static GaugeMetricFamily family(String name, String help) {
        return new GaugeMetricFamily(PREFIX + name, help, SERVICE);
    }

    void add(MemoryService service, Optional<Instant> verified) {
        List<String> labels = List.of(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
        service.reported().conditions().stream()
                .filter(condition -> !isStopped(service) || !OF_RUNNING_SERVERS.contains(condition.getType()))
                // What is not known yet is neither well nor wrong.
                .filter(condition -> !"Unknown".equals(condition.getStatus()))
                .forEach(condition -> conditions.addMetric(
                        Stream.concat(labels.stream(), Stream.of(condition.getType()))
                                .toList(),
                        isTrue(condition) ? 1 : 0));
        verified.ifPresent(moment -> lastVerified.addMetric(labels, seconds(moment)));
        Optional.ofNullable(service.reported().certificate())
                .map(Certificate::notAfter)
                .ifPresent(end -> certificates.addMetric(labels, seconds(Instant.parse(end))));
        scheduledBackups(service).ifPresent(backup -> addBackups(service, backup, labels));
    }

    private void addBackups(MemoryService service, BackupSpec declared, List<String> labels) {
        Optional<BackupStatus> backups = Optional.ofNullable(service.reported().backup());
        Optional<Instant> newest = backups.map(BackupStatus::lastSuccessful).map(Instant::parse);
        newest.ifPresent(time -> lastBackups.addMetric(labels, seconds(time)));
        // Of a service that has none yet the first one is due.
        schedules
                .after(newest.orElseGet(() -> created(service)), declared)
                .ifPresent(time -> dueBackups.addMetric(labels, seconds(time)));
        backups.map(BackupStatus::lastVerified)
                .ifPresent(time -> verifiedBackups.addMetric(labels, seconds(Instant.parse(time))));
    }

    List<MetricFamilySamples> all() {
        return List.of(conditions, lastVerified, certificates, lastBackups, verifiedBackups, dueBackups);
    }

    private static boolean isStopped(MemoryService service) {
        return service.declared().suspend() || service.declared().wantedReplicas() == 0;
    }

    private static Optional<BackupSpec> scheduledBackups(MemoryService service) {
        return service.declared().givenBackup().filter(backup -> !backup.suspend() && !isStopped(service));
    }

    private static Instant created(MemoryService service) {
        return Instant.parse(service.getMetadata().getCreationTimestamp());
    }

    private static boolean isTrue(Condition condition) {
        return "True".equals(condition.getStatus());
    }

    private static double seconds(Instant moment) {
        return (double) moment.getEpochSecond();
    }
}
