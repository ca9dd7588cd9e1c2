package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.status.MemoryUserStatus;
import dev.memoryservice.operator.verification.KnownUser;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserStatusReportTest {

    private final MemoryUser user = Serialization.unmarshal("""
            apiVersion: memoryservice.dev/v1alpha1
            kind: MemoryUser
            metadata: {name: alice, namespace: agents, generation: 1}
            spec: {serviceRef: {name: team}}
            """, MemoryUser.class);

    @Test
    void theLastUseIsKeptWhenTheServerWasRestartedAndKnowsNone() {
        user.setStatus(report(Optional.of(Instant.parse("2026-11-21T10:11:12Z"))));
        assertThat(user.getStatus().lastUsed()).isEqualTo("2026-11-21T10:11:00Z");

        assertThat(report(Optional.empty()).lastUsed()).isEqualTo("2026-11-21T10:11:00Z");
        assertThat(report(Optional.of(Instant.parse("2026-11-21T12:00:59Z"))).lastUsed())
                .isEqualTo("2026-11-21T12:00:00Z");
    }

    private MemoryUserStatus report(Optional<Instant> lastUsed) {
        return UserStatusReport.of(
                user,
                new UserObservation(
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of(new KnownUser("alice", Optional.empty(), 7, lastUsed)),
                        Optional.empty(),
                        Instant.parse("2026-11-21T13:00:00Z")));
    }
}
