package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.Prometheus.Alert;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.OperationHandle;
import dev.memoryservice.e2e.service.OwnCertificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Three services on which every fault that an alert is about can be made at the same time, without one hiding another.
 *
 * @param brimming on a volume that can be filled
 * @param dying whose process is killed
 * @param monitored everything else: over HTTPS with a certificate that nobody renews, and with backups
 * @param renewed the certificate that follows
 * @param backup the first backup of it
 */
record FaultyServices(
        Node node,
        FaultyVolume small,
        MemoryServiceHandle brimming,
        MemoryServiceHandle dying,
        FaultyVolume slow,
        FaultyVolume archive,
        MemoryServiceHandle monitored,
        Map<String, String> renewed,
        String backup)
        implements AutoCloseable {

    private static final int MEBIBYTES = 80;
    private static final String CERTIFICATE = "mine";
    private static final String MONITORING =
            "monitoring: {serviceMonitor: {enabled: true}, alerts: {enabled: true}, dashboard: {enabled: true}}";

    /**
     * A fault of a service.
     *
     * @param what in words
     * @param alerts which tell of it
     * @param lasts whether it has to be made only once
     * @param make makes it
     * @param mend ends it
     */
    record Fault(String what, MemoryServiceHandle of, Set<String> alerts, boolean lasts, Runnable make, Runnable mend) {

        Set<Alert> expected() {
            return alerts.stream()
                    .map(alert -> new Alert(alert, of.namespace(), of.name()))
                    .collect(Collectors.toSet());
        }
    }

    static FaultyServices apply(Node node, String namespace) {
        FaultyVolume small = FaultyVolume.on(node, MEBIBYTES);
        FaultyVolume slow = FaultyVolume.on(node, MEBIBYTES);
        FaultyVolume archive = FaultyVolume.on(node, MEBIBYTES);

        MemoryServiceHandle monitored = new MemoryServiceHandle(namespace, "monitored");
        Map<String, String> ending = OwnCertificate.selfSigned(monitored, "-23H", 1);
        Map<String, String> renewed = OwnCertificate.selfSigned(monitored, "-1H", 90);
        OwnCertificate.put(monitored, CERTIFICATE, OwnCertificate.trusting(ending, renewed));
        // More than any node has: the Jobs wait for ever.
        apply(monitored, """
                  backend: {type: SQLite, sqlite: {storage: {size: 64Mi, storageClassName: %s}}}
                  backup:
                    schedule: "* * * * *"
                    storage: {size: 64Mi, storageClassName: %s}
                    resources: {requests: {cpu: "1000"}}
                  tls: {mode: Secret, secretName: %s}
                  network: {allowedHosts: [memory.example.com]}
                """.formatted(slow.storageClass(), archive.storageClass(), CERTIFICATE));
        MemoryServiceHandle brimming = apply(
                new MemoryServiceHandle(namespace, "brimming"),
                "  backend: {type: SQLite, sqlite: {storage: {size: 64Mi, storageClassName: %s}}}%n"
                        .formatted(small.storageClass()));
        MemoryServiceHandle dying = apply(new MemoryServiceHandle(namespace, "dying"), "");

        for (MemoryServiceHandle service : List.of(monitored, brimming, dying)) {
            service.awaitVerified().await("MonitoringReady", "True");
        }
        String backup = String.valueOf(OperationHandle.backup(monitored, "first")
                .awaitSuccess()
                .status("backupId")
                .orElseThrow());
        return new FaultyServices(node, small, brimming, dying, slow, archive, monitored, renewed, backup);
    }

    private static MemoryServiceHandle apply(MemoryServiceHandle service, String spec) {
        return MemoryServiceHandle.apply(
                service.namespace(), service.name(), spec + "  deletionPolicy: Delete\n  " + MONITORING);
    }

    List<MemoryServiceHandle> all() {
        return List.of(monitored, brimming, dying);
    }

    /** Every fault, and which alerts tell of it. */
    List<Fault> faults() {
        return List.of(
                fault(
                        "the volume is full, while vectors are still to be made",
                        brimming,
                        Set.of(
                                "MemoryServiceVolumeFillingUp",
                                "MemoryServiceErrors",
                                "MemoryServiceEmbeddingsStuck",
                                "MemoryServiceNotVerified"),
                        this::fill,
                        small::free),
                new Fault(
                        "the process dies again and again",
                        dying,
                        Set.of("MemoryServiceDown"),
                        false,
                        () -> dying.pods().forEach(node::killContainer),
                        () -> {}),
                fault(
                        "there is no such version",
                        dying,
                        Set.of("MemoryServiceNotAccepted"),
                        () -> dying.patch("{\"spec\":{\"version\":\"9.9.9\"}}"),
                        () -> dying.patch("{\"spec\":{\"version\":null}}")),
                fault(
                        "the certificate ends within the hour",
                        monitored,
                        Set.of("MemoryServiceCertificateExpiring"),
                        () -> {},
                        () -> OwnCertificate.put(monitored, CERTIFICATE, renewed)),
                fault(
                        "no node has room for the Jobs of the schedule",
                        monitored,
                        Set.of("MemoryServiceBackupTooOld"),
                        () -> {},
                        this::makeRoomForJobs),
                fault(
                        "the newest backup is damaged",
                        monitored,
                        Set.of("MemoryServiceBackupFailed"),
                        this::damageBackup,
                        () -> {}),
                fault(
                        "the volume takes a second for each write",
                        monitored,
                        Set.of("MemoryServiceSlow"),
                        () -> slow.slowDown(monitored.pods().getFirst()),
                        this::speedUpAndBackUp));
    }

    private static Fault fault(String what, MemoryServiceHandle of, Set<String> alerts, Runnable make, Runnable mend) {
        return new Fault(what, of, alerts, true, make, mend);
    }

    /** Long memories, whose ends get their vectors later, and then no room for these. */
    private void fill() {
        try (MemoryServiceClient client = brimming.connect()) {
            for (int i = 0; i < 60; i++) {
                String sentence = "Chapter %d tells of the sea, of ships and of those who wait. ".formatted(i);
                assertThat(client.store(sentence.repeat(100)).status()).isEqualTo(200);
            }
        }
        small.fill();
    }

    private void damageBackup() {
        archive.damage(backup + ".memorybackup");
        try (MemoryServiceClient client = monitored.connect()) {
            assertThat(client.post("/api/admin/backups/" + backup + "/verify", "")
                            .status())
                    .isEqualTo(202);
        }
    }

    private void makeRoomForJobs() {
        monitored.patch("{\"spec\":{\"backup\":{\"resources\":null}}}");
        // It has the resources of before.
        ClusterUnderTest.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(monitored.namespace())
                .withLabel("app.kubernetes.io/instance", monitored.name())
                .delete();
    }

    /** After it the newest backup is a good one, and none is late. */
    private void speedUpAndBackUp() {
        slow.speedUp(monitored.pods().getFirst());
        monitored.awaitVerified();
        OperationHandle.backup(monitored, "good").awaitSuccess();
    }

    @Override
    public void close() {
        all().forEach(MemoryServiceHandle::delete);
        List.of(small, slow, archive).forEach(FaultyVolume::close);
    }
}
