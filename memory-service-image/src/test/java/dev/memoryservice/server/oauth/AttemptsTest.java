package dev.memoryservice.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final Hand clock = new Hand();
    private final Attempts attempts = Attempts.with(clock).limitedTo(2, Duration.ofMinutes(1));

    @Test
    void whoDoesItTooOftenWaitsUntilTheWindowEnds() {
        attempts.count("a");
        assertThat(attempts.exceeded("a")).isFalse();
        clock.move(Duration.ofSeconds(30));
        attempts.count("a");

        assertThat(attempts.exceeded("a")).isTrue();
        assertThat(attempts.exceeded("b")).isFalse();
        clock.move(Duration.ofSeconds(31));
        assertThat(attempts.exceeded("a")).isFalse();
    }

    @Test
    void whoSucceedsStartsAgain() {
        attempts.count("a");
        attempts.count("a");

        attempts.clear("a");

        assertThat(attempts.exceeded("a")).isFalse();
    }

    @Test
    void ofTooManyNamesThoseCountedLongestAgoAreForgotten() {
        attempts.count("first");
        attempts.count("first");
        for (int i = 0; i < 9_999; i++) {
            attempts.count("name " + i);
        }

        attempts.count("one more");

        assertThat(attempts.exceeded("first")).isFalse();
    }
}
