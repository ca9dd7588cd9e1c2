package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.store.sqlite.StatementClock.Timed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatementClockTest {

    private final StatementClock clock = new StatementClock();

    @Test
    void theLongestStatementIsFoundWithTheWorkOnItsRows() {
        clock.begin("SHORT");
        clock.begin("LONG");
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 20_000_000) {
            Thread.onSpinWait();
        }
        clock.begin("SHORT");

        Timed longest = clock.longest().orElseThrow();

        assertThat(longest.sql()).isEqualTo("LONG");
        assertThat(longest.nanoseconds()).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        clock.begin("ONE");
        assertThat(clock.longest()).isPresent();
        assertThat(clock.longest()).isEmpty();
    }

    @Test
    void ofTwoTheLongerOneIsTaken() {
        Optional<Timed> one = Optional.of(new Timed("ONE", 1));
        Optional<Timed> two = Optional.of(new Timed("TWO", 2));

        assertThat(Timed.longer(one, two)).isEqualTo(two);
        assertThat(Timed.longer(two, one)).isEqualTo(two);
        assertThat(Timed.longer(Optional.empty(), one)).isEqualTo(one);
        assertThat(Timed.longer(one, Optional.empty())).isEqualTo(one);
    }
}
