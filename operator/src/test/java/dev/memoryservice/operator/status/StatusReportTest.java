package dev.memoryservice.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import dev.memoryservice.crds.v1alpha1.status.Server;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.tls.CertificateState;
import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.verification.Verification;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final MemoryService service = Services.withSpec("{}");

    @Test
    void aServerThatPassedHasItsCountAndVersion() {
        MemoryServiceStatus status = report(NOON, ready(Optional.of(passed(7))));

        assertThat(status.memories()).isEqualTo(7);
        assertThat(status.server().version()).isEqualTo("0.1.0");
        assertThat(status.conditions())
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .containsExactly(
                        tuple("Accepted", "True", "Valid"),
                        tuple("Available", "True", "PodReady"),
                        tuple("Verified", "True", "HandshakeCompleted"),
                        tuple("Progressing", "False", "Complete"));
    }

    @Test
    void theSameObservationLaterGivesAnEqualStatus() {
        MemoryServiceStatus first = report(NOON, ready(Optional.of(passed(7))));
        service.setStatus(first);

        assertThat(report(NOON.plusSeconds(3600), ready(Optional.of(passed(7)))))
                .isEqualTo(first);
    }

    @Test
    void onlyAConditionThatTurnsHasANewTime() {
        service.setStatus(report(NOON, ready(Optional.of(passed(7)))));

        MemoryServiceStatus later = report(
                NOON.plusSeconds(60),
                ready(Optional.of(new Verification.Failed("Unreachable", "no answer", Optional.empty()))));

        assertThat(time(later, "Available")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(time(later, "Verified")).isEqualTo("2026-11-21T12:01:00Z");
    }

    @Test
    void aServerThatIsAwayKeepsItsLastCount() {
        service.setStatus(report(NOON, ready(Optional.of(passed(7)))));

        assertThat(report(NOON, nothing(Optional.empty())).memories()).isEqualTo(7);
    }

    @Test
    void aRefusedSpecSaysNothingAboutWhatStillRuns() {
        Observation observation = new Observation(
                Optional.of(new Refusal("UnknownVersion", "spec.version is \"9\"")),
                Optional.empty(),
                ready(Optional.of(passed(7))).deployment(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(passed(7)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        MemoryServiceStatus status = report(NOON, observation);

        assertThat(reason(status, "Accepted")).isEqualTo("UnknownVersion");
        assertThat(reason(status, "Available")).isEqualTo("PodReady");
        assertThat(reason(status, "Progressing")).isEqualTo("NotAccepted");
    }

    @Test
    void aCrashIsToldWithItsExitCodeAndLastWords() {
        Pod pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: team-1}
                status:
                  containerStatuses:
                    - name: server
                      restartCount: 4
                      state: {waiting: {reason: CrashLoopBackOff}}
                      lastState: {terminated: {exitCode: 1, reason: Error, message: "the database is corrupt"}}
                """, Pod.class);

        MemoryServiceStatus status = report(
                NOON,
                new Observation(
                        Optional.empty(),
                        Optional.empty(),
                        nothing(Optional.empty()).deployment(),
                        List.of(pod),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(condition(status, "Available").getMessage())
                .isEqualTo("the server ended 4 times, the last time with exit code 1 (Error): the database is corrupt;"
                        + " see the log of the previous container");
    }

    @Test
    void aPodThatAQuotaForbidsIsTold() {
        Deployment deployment = Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: team, generation: 1}
                spec: {replicas: 1}
                status:
                  conditions: [{type: ReplicaFailure, status: "True", reason: FailedCreate, message: exceeded quota}]
                """, Deployment.class);

        assertThat(reason(report(NOON, observation(deployment, Optional.empty())), "Available"))
                .isEqualTo("PodRefused");
    }

    @Test
    void aCertificateIsACondition() {
        Observation observation = new Observation(
                Optional.empty(),
                Optional.of(new CertificateState(
                        true,
                        true,
                        "Valid",
                        "the certificate is valid until 2027-02-19T12:00:00Z",
                        Optional.of(Instant.parse("2027-02-19T12:00:00Z")),
                        Optional.empty(),
                        Optional.empty())),
                ready(Optional.empty()).deployment(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(passed(7)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        MemoryServiceStatus status = report(NOON, observation);

        assertThat(reason(status, "CertificateReady")).isEqualTo("Valid");
        assertThat(status.certificate().notAfter()).isEqualTo("2027-02-19T12:00:00Z");
        assertThat(report(NOON, ready(Optional.of(passed(7)))).conditions())
                .extracting(Condition::getType)
                .doesNotContain("CertificateReady");
    }

    @Test
    void aServerThatWaitsForItsCertificateSaysSo() {
        Observation observation = new Observation(
                Optional.empty(),
                Optional.of(new CertificateState(
                        false,
                        false,
                        "KeyMismatch",
                        "the key does not belong to the certificate",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        MemoryServiceStatus status = report(NOON, observation);

        assertThat(reason(status, "CertificateReady")).isEqualTo("KeyMismatch");
        assertThat(reason(status, "Available")).isEqualTo("CertificateNotReady");
        assertThat(reason(status, "Progressing")).isEqualTo("CertificateNotReady");
    }

    /** Its Deployment was scaled down and up before the controller counted its Pods again. */
    @Test
    void aServerThatWasStoppedAndStartedAtOnceIsAvailableWhenItsNewPodIs() {
        Observation justStarted = withPod(scaledUpAgain(), "deletionTimestamp: \"%s\"".formatted(NOON), "True");
        assertThat(reason(report(NOON, justStarted), "Available")).isEqualTo("Starting");
        assertThat(reason(report(NOON, withPod(scaledUpAgain(), "name: new", "False")), "Available"))
                .isEqualTo("Starting");
        assertThat(reason(report(NOON, withPod(scaledUpAgain(), "name: new", "True")), "Available"))
                .as("while the Deployment is changed, a Pod that is ready goes on to serve")
                .isEqualTo("PodReady");
    }

    private static Deployment scaledUpAgain() {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: team, generation: 3}
                spec: {replicas: 1}
                status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1}
                """, Deployment.class);
    }

    private static Observation withPod(Deployment deployment, String metadata, String ready) {
        return observation(
                deployment,
                List.of(Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {%s}
                spec: {}
                status: {conditions: [{type: Ready, status: "%s"}], containerStatuses: []}
                """.formatted(metadata, ready), Pod.class)),
                Optional.empty());
    }

    private MemoryServiceStatus report(Instant now, Observation observation) {
        return new StatusReport(Clock.fixed(now, ZoneOffset.UTC)).of(service, observation);
    }

    private static Verification passed(long memories) {
        return new Verification.Passed(new Server("0.1.0", List.of("2025-11-25")), memories, Optional.empty());
    }

    private static Observation ready(Optional<Verification> verification) {
        return observation(Serialization.unmarshal("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: team, generation: 1}
                        spec: {replicas: 1}
                        status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1}
                        """, Deployment.class), verification);
    }

    private static Observation nothing(Optional<Verification> verification) {
        return observation(Serialization.unmarshal("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: team, generation: 1}
                        spec: {replicas: 1}
                        """, Deployment.class), verification);
    }

    private static Observation observation(Deployment deployment, Optional<Verification> verification) {
        return observation(deployment, List.of(), verification);
    }

    private static Observation observation(Deployment deployment, List<Pod> pods, Optional<Verification> verification) {
        return new Observation(
                Optional.empty(),
                Optional.empty(),
                Optional.of(deployment),
                pods,
                Optional.empty(),
                Optional.empty(),
                verification,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Condition condition(MemoryServiceStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String reason(MemoryServiceStatus status, String type) {
        return condition(status, type).getReason();
    }

    private static String time(MemoryServiceStatus status, String type) {
        return condition(status, type).getLastTransitionTime();
    }
}
