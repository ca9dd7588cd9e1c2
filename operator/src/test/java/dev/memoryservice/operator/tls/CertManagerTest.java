package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CertManagerTest {

    @Test
    void theApiServerIsAskedEveryTenSecondsUntilItKnowsTheKind() {
        SettableClock clock = new SettableClock(Instant.parse("2026-11-21T12:00:00Z"));
        AtomicBoolean there = new AtomicBoolean();
        AtomicInteger questions = new AtomicInteger();
        CertManager certManager = new CertManager(
                () -> {
                    questions.incrementAndGet();
                    return there.get();
                },
                clock);

        assertThat(certManager.isInstalled()).isFalse();
        there.set(true);
        assertThat(certManager.isInstalled()).isFalse();
        clock.pass(Duration.ofSeconds(10));
        assertThat(certManager.isInstalled()).isTrue();
        clock.pass(Duration.ofDays(1));
        assertThat(certManager.isInstalled()).isTrue();
        assertThat(questions).hasValue(2);
    }
}
