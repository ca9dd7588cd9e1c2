package dev.memoryservice.operator.status;

import static dev.memoryservice.operator.status.ConditionType.ACCEPTED;
import static dev.memoryservice.operator.status.ConditionType.AVAILABLE;
import static dev.memoryservice.operator.status.ConditionType.CERTIFICATE_READY;
import static dev.memoryservice.operator.status.ConditionType.MONITORING_READY;
import static dev.memoryservice.operator.status.ConditionType.PROGRESSING;
import static dev.memoryservice.operator.status.ConditionType.VERIFIED;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.backup.BackupState;
import dev.memoryservice.operator.maintenance.Requests;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.CertificateState;
import dev.memoryservice.operator.verification.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides the conditions of a resource from what was observed. */
final class Findings {

    private final MemoryService service;
    private final Observation observation;
    private final Optional<PodProblem> problem;

    Findings(MemoryService service, Observation observation, Instant now) {
        this.service = service;
        this.observation = observation;
        this.problem = observation.serves() ? Optional.empty() : PodProblem.of(observation, now);
    }

    List<Finding> all() {
        return Stream.of(
                        Optional.of(accepted()),
                        Optional.of(available()),
                        Optional.of(verified()),
                        certificateReady(),
                        observation.restored(),
                        observation.backups().map(BackupState::health),
                        observation.upgrade().map(UpgradeFinding::of),
                        observation.growth(),
                        monitoringReady(),
                        Optional.of(progressing()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Finding accepted() {
        return observation
                .refusal()
                .map(refusal -> Finding.no(ACCEPTED, refusal.reason(), refusal.message()))
                .orElseGet(() -> Finding.yes(ACCEPTED, "Valid", "the spec is carried out"));
    }

    private Finding available() {
        if (stopped().isPresent()) {
            return stopped().get();
        }
        if (observation.serves()) {
            return Finding.yes(AVAILABLE, "PodReady", "a Pod answers" + observation.restarts());
        }
        if (observation.deployment().isEmpty() && blockingCertificate().isPresent()) {
            return Finding.no(
                    AVAILABLE,
                    "CertificateNotReady",
                    blockingCertificate().get().message());
        }
        return problem.map(found -> Finding.no(AVAILABLE, found.reason(), found.message()))
                .orElseGet(() -> Finding.no(AVAILABLE, "Starting", "no Pod is ready yet"));
    }

    /** Not available because it was asked to be so. */
    private Optional<Finding> stopped() {
        if (observation.deployment().isEmpty() || observation.wantedReplicas() > 0) {
            return Optional.empty();
        }
        return Optional.of(
                service.declared().suspend()
                        ? Finding.no(
                                AVAILABLE,
                                "Suspended",
                                "the server is stopped by spec.suspend; set it to false to start it")
                        : Finding.no(
                                AVAILABLE,
                                "ScaledToZero",
                                "the server is stopped by spec.replicas: 0; set it to 1 to start it"));
    }

    private Finding verified() {
        if (!observation.serves()) {
            return Finding.no(VERIFIED, "NotAvailable", "the server is not available, so it was not asked");
        }
        Optional<Finding> unrestored = observation.restored().filter(finding -> !finding.holds());
        if (unrestored.isPresent()) {
            return Finding.no(
                    VERIFIED,
                    "NotRestored",
                    "the backup of spec.restoreFrom is not restored yet; see the condition Restored");
        }
        return observation
                .verification()
                .map(Findings::verified)
                .orElseGet(() -> Finding.unknown(VERIFIED, "Verifying", "the server is being asked"));
    }

    private static Finding verified(Verification outcome) {
        return switch (outcome) {
            case Verification.Passed passed ->
                Finding.yes(
                        VERIFIED, "HandshakeCompleted", "health, MCP handshake, backend and version are as declared");
            case Verification.Failed failed -> Finding.no(VERIFIED, failed.reason(), failed.message());
        };
    }

    private Optional<Finding> certificateReady() {
        return observation
                .certificate()
                .map(state -> state.ready()
                        ? Finding.yes(CERTIFICATE_READY, state.reason(), state.message())
                        : Finding.no(CERTIFICATE_READY, state.reason(), state.message()));
    }

    private Optional<Finding> monitoringReady() {
        return observation.monitoring().map(state -> switch (state) {
            case TOLD -> Finding.yes(MONITORING_READY, "Told", "Prometheus is told of the server");
            case MISSING ->
                Finding.no(
                        MONITORING_READY,
                        "PrometheusOperatorMissing",
                        "spec.monitoring.serviceMonitor.enabled is true, but the cluster does not know the kinds"
                                + " ServiceMonitor and PrometheusRule of monitoring.coreos.com/v1; install the"
                                + " Prometheus Operator, or have Prometheus read /metrics by other means with the"
                                + " token of the Secret \"%s\"".formatted(ServerNames.metricsToken(service)));
        });
    }

    /** A certificate that no server could start with, so that none is started or changed. */
    private Optional<CertificateState> blockingCertificate() {
        return observation.certificate().filter(state -> !state.usable());
    }

    private Finding progressing() {
        if (Requests.isPaused(service)) {
            return Finding.no(
                    PROGRESSING,
                    "Paused",
                    "nothing is changed while the annotation %s is \"true\"; remove it to go on"
                            .formatted(Requests.PAUSED));
        }
        if (observation.refusal().isPresent()) {
            return Finding.no(PROGRESSING, "NotAccepted", "nothing is changed until the spec is accepted");
        }
        if (problem.isPresent()) {
            return Finding.no(PROGRESSING, "Blocked", problem.get().message());
        }
        if (stopped().isPresent()) {
            return Finding.no(PROGRESSING, stopped().get().reason(), "the server is stopped");
        }
        if (blockingCertificate().isPresent()) {
            return Finding.no(
                    PROGRESSING, "CertificateNotReady", "the server is not changed until its certificate can be used");
        }
        return observation.settled() && observation.serves()
                ? Finding.no(PROGRESSING, "Complete", "the server runs as declared")
                : Finding.yes(PROGRESSING, "RollingOut", "the server is being started or changed");
    }
}
