package dev.memoryservice.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PodProblemTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void aServerThatNeedsMoreMemorySaysSoBetweenItsEndsToo() {
        String ended = """
                containerStatuses:
                  - name: server
                    ready: false
                    restartCount: 3
                    state: {running: {startedAt: "2026-11-21T11:59:00Z"}}
                    lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
                """;

        PodProblem problem = problem(pod("team-1", ended)).orElseThrow();

        assertThat(problem.reason()).isEqualTo("OutOfMemory");
        assertThat(problem.message())
                .isEqualTo(
                        "the server ended 3 times, the last time with exit code 137 (OOMKilled), it needed more memory than"
                                + " it may have: raise spec.resources.limits.memory; see the log of the previous container");
    }

    @Test
    void aServerThatOnlyStartsHasNoProblem() {
        assertThat(problem(pod("team-1", """
                conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-11-21T11:58:00Z"}]
                containerStatuses:
                  - {name: server, ready: false, restartCount: 0, state: {running: {startedAt: "2026-11-21T11:59:00Z"}}}
                """))).isEmpty();
    }

    @Test
    void aServerThatWasReadyAndIsNotAnyMoreHasOne() {
        PodProblem problem = problem(pod("team-1", """
                conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-11-21T11:59:30Z"}]
                containerStatuses:
                  - {name: server, ready: false, restartCount: 0, state: {running: {startedAt: "2026-11-21T11:59:00Z"}}}
                """)).orElseThrow();

        assertThat(problem.reason()).isEqualTo("NotReady");
        assertThat(problem.message()).contains("since 2026-11-21T11:59:30Z", "its database cannot be read", "team-1");
    }

    @Test
    void aNodeThatIsSilentIsNamed() {
        PodProblem problem = problem(pod("team-1", """
                conditions: [{type: Ready, status: "False"}]
                containerStatuses:
                  - {name: server, ready: true, restartCount: 0, state: {running: {startedAt: "2026-11-21T11:00:00Z"}}}
                """)).orElseThrow();

        assertThat(problem.reason()).isEqualTo("NodeLost");
        assertThat(problem.message())
                .contains(
                        "the node \"worker-7\" does not answer",
                        "kubectl delete pod team-1 --namespace memories --force");
    }

    @Test
    void aPodThatDoesNotEndMattersMoreThanTheOneThatWaitsForIt() {
        Pod leaving = pod("team-1", "phase: Running");
        leaving.getMetadata().setDeletionTimestamp("2026-11-21T11:58:00Z");
        Pod waiting = pod("team-2", unschedulable("0/2 nodes are available"));

        assertThat(problem(leaving, waiting).orElseThrow().reason()).isEqualTo("NodeLost");

        leaving.getMetadata().setDeletionTimestamp("2026-11-21T12:00:10Z");
        assertThat(problem(leaving, waiting).orElseThrow().reason()).isEqualTo("Unschedulable");
    }

    @Test
    void aDrainedNodeThatHoldsTheVolumeIsToBeOpened() {
        assertThat(problem(pod(
                                "team-1",
                                unschedulable("0/2 nodes are available: 1 node(s) didn't match PersistentVolume's"
                                        + " node affinity, 1 node(s) were unschedulable.")))
                        .orElseThrow()
                        .message())
                .endsWith(
                        "the node with the volume of team-data is closed to new Pods (drained or cordoned): kubectl uncordon"
                                + " it, or move the memories with a backup and a restore");
    }

    private static String unschedulable(String words) {
        return """
                phase: Pending
                conditions:
                  - {type: PodScheduled, status: "False", reason: Unschedulable, message: "%s"}
                """.formatted(words);
    }

    private static Pod pod(String name, String status) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: memories}
                spec: {nodeName: worker-7}
                status:
                %s
                """.formatted(name, status.indent(2)), Pod.class);
    }

    private static Optional<PodProblem> problem(Pod... pods) {
        PersistentVolumeClaim claim = Serialization.unmarshal("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: team-data}
                status: {phase: Bound}
                """, PersistentVolumeClaim.class);
        return PodProblem.of(
                new Observation(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Stream.of(pods).toList(),
                        Optional.of(claim),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NOON);
    }
}
