package dev.memoryservice.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.operator.credential.Credential.Retired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(90);
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final Credential first = Credential.generate(START);

    @Test
    void nothingHappensBeforeItsTime() {
        assertThat(first.advance(at(START.plus(PERIOD).minusSeconds(1)), false, true))
                .isEqualTo(first);
    }

    @Test
    void aReplacementIsToldTheServerFirstAndThenClients() {
        Instant due = START.plus(PERIOD);

        Credential told = first.advance(at(due), false, false);
        assertThat(told.value()).isEqualTo(first.value());
        assertThat(told.lastingHashes()).hasSize(2).contains(Digest.sha256(first.value()));

        assertThat(told.advance(at(due.plusSeconds(60)), false, false)).isEqualTo(told);

        Instant accepted = due.plusSeconds(90);
        Credential second = told.advance(at(accepted), false, true);
        assertThat(second.value()).isEqualTo(told.next());
        assertThat(second.issued()).isEqualTo(accepted);
        assertThat(second.isBeingReplaced()).isFalse();
        assertThat(second.retired())
                .containsExactly(new Retired(
                        Digest.sha256(first.value()), accepted.plus(OVERLAP).toString()));
    }

    @Test
    void aRequestReplacesBeforeItsTime() {
        assertThat(first.advance(at(START), true, false).isBeingReplaced()).isTrue();
    }

    @Test
    void aReplacedOneEndsAfterTheOverlap() {
        Credential second = first.advance(at(START), true, false).advance(at(START), false, true);

        assertThat(second.advance(at(START.plus(OVERLAP).minusSeconds(1)), false, true)
                        .retired())
                .hasSize(1);
        assertThat(second.advance(at(START.plus(OVERLAP)), false, true).retired())
                .isEmpty();
    }

    @Test
    void withoutAnOverlapTheOneBeforeEndsAtOnce() {
        Rotation sudden = new Rotation(Optional.empty(), Duration.ZERO, "", START);

        assertThat(first.advance(sudden, true, false)
                        .advance(sudden, false, true)
                        .retired())
                .isEmpty();
    }

    @Test
    void manyReplacementsInOneOverlapKeepTheLastEight() {
        Credential current = first;
        for (int i = 0; i < 10; i++) {
            current = current.advance(at(START.plusSeconds(i)), true, false)
                    .advance(at(START.plusSeconds(i)), false, true);
        }

        assertThat(current.retired()).hasSize(8);
        assertThat(current.firstRetiredEnd()).contains(START.plusSeconds(2).plus(OVERLAP));
        assertThat(current.lastRetiredEnd()).contains(START.plusSeconds(9).plus(OVERLAP));
    }

    @Test
    void aValueThatWasNotMadeHereIsNone() {
        assertThatThrownBy(() -> new Credential("password", START.toString(), null, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a value that was generated here");
    }

    @Test
    void noValueReachesALog() {
        assertThat(first.advance(at(START), true, false).toString())
                .doesNotContain(first.value())
                .isEqualTo("Credential[issued 2026-11-21T08:00:00Z, 0 retired]");
    }

    private static Rotation at(Instant now) {
        return new Rotation(Optional.of(PERIOD), OVERLAP, "", now);
    }
}
