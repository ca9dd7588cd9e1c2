package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.status.ConditionType;
import dev.memoryservice.operator.status.Finding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a user while its server was not asked yet. */
class UserFindingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Loaded", "Suspended", "KeyExpired"})
    void whatTheServerSaidLastIsRepeated(String reason) {
        assertThat(ready(reason, 1, true)).isEqualTo(reason);
        assertThat(ready(reason, 1, false)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceStarting", "NotAccepted", "Loading"})
    void whatWasSaidWithoutTheServerIsNot(String reason) {
        assertThat(ready(reason, 1, true)).isEqualTo("Loading");
        assertThat(ready(reason, 1, false)).isEqualTo("ServiceStarting");
    }

    @Test
    void whatWasSaidOfAnotherSpecIsNotEither() {
        assertThat(ready("Loaded", 2, true)).isEqualTo("Loading");
    }

    /** The reason of Ready after this one. */
    private static String ready(String before, long generation, boolean serviceKnown) {
        MemoryUser user = Serialization.unmarshal("""
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryUser
                metadata: {name: alice, namespace: agents, generation: %d}
                spec: {serviceRef: {name: team}}
                status:
                  conditions:
                    - {type: Ready, status: "True", reason: %s, message: m, observedGeneration: 1, lastTransitionTime: "2026-11-21T12:00:00Z"}
                """.formatted(generation, before), MemoryUser.class);
        UserObservation observation = new UserObservation(
                Optional.empty(),
                serviceKnown,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-11-21T13:00:00Z"));
        return new UserFindings(user, observation)
                .all().stream()
                        .filter(finding -> finding.type() == ConditionType.READY)
                        .map(Finding::reason)
                        .findFirst()
                        .orElseThrow();
    }
}
