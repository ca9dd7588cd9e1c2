package dev.memoryservice.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three wrong keys within ten seconds are too many. */
class GuessingTest {

    private static final String HERE = "192.0.2.1";
    private static final Duration LOCKED = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();
    private final Guessing guessing = new Guessing(3, LOCKED, now::get);

    private void fail(String... keys) {
        for (String key : keys) {
            assertThat(guessing.refuses(HERE, key)).isFalse();
            guessing.failed(HERE, key);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void theThirdWrongKeyLocksItsAddressOutAndNoOther() {
        fail("a", "b");
        assertThat(guessing.refuses(HERE, "good")).isFalse();

        fail("c");

        assertThat(guessing.refuses(HERE, "good")).isTrue();
        assertThat(guessing.refuses(HERE, "a")).isTrue();
        assertThat(guessing.refuses("192.0.2.2", "good")).isFalse();
    }

    @Test
    void theTimeCountsFromTheKeyThatWasTooMany() {
        fail("a", "b");
        pass(LOCKED.minusMillis(1));
        fail("c");

        pass(LOCKED.minusMillis(1));
        assertThat(guessing.refuses(HERE, "good")).isTrue();
        pass(Duration.ofMillis(1));

        assertThat(guessing.refuses(HERE, "good")).isFalse();
    }

    @Test
    void guessesOfLongAgoAreForgotten() {
        fail("a", "b");
        pass(LOCKED);

        fail("c", "d");

        assertThat(guessing.refuses(HERE, "e")).isFalse();
    }

    @Test
    void theSameWrongKeyCountsOnce() {
        fail("a", "a", "a", "a", "b");

        assertThat(guessing.refuses(HERE, "c")).isFalse();
    }

    @Test
    void aKeyThatWasGoodOfLateIsLookedAtUntilItFails() {
        guessing.succeeded(HERE, "good");
        fail("a", "b", "c");
        assertThat(guessing.refuses(HERE, "good")).isFalse();

        guessing.failed(HERE, "good");

        assertThat(guessing.refuses(HERE, "good")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, PT1S", "1, PT0.999S", "1, PT1H0.001S"})
    void limitsThatAreNoneAreRefused(int keys, Duration locked) {
        assertThatThrownBy(() -> new Guessing(keys, locked, now::get))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("wrong-keys is " + keys);
    }
}
