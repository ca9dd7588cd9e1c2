package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedChecksTest {

    private final RememberedChecks checks = new RememberedChecks(2);
    private final List<String> asked = new ArrayList<>();

    @Test
    void aCheckIsAskedOnce() {
        assertThat(ask(true, "key", "a", "b")).isTrue();
        assertThat(ask(false, "key", "a", "b")).isTrue();

        assertThat(asked).containsExactly("key[a, b]");
    }

    @Test
    void anAnswerOfNoIsRememberedToo() {
        assertThat(ask(false, "key", "a")).isFalse();
        assertThat(ask(true, "key", "a")).isFalse();
    }

    @Test
    void anotherNameAndOtherPartsAreOtherChecks() {
        ask(true, "key", "a", "bc");

        assertThat(ask(false, "key", "ab", "c")).isFalse();
        assertThat(ask(false, "path", "a", "bc")).isFalse();
    }

    @Test
    void whatWasAskedLongestAgoIsForgotten() {
        ask(true, "key", "a");
        ask(true, "key", "b");
        ask(true, "key", "a");
        ask(true, "key", "c");
        asked.clear();

        ask(true, "key", "a");
        ask(true, "key", "b");

        assertThat(asked).containsExactly("key[b]");
    }

    private boolean ask(boolean answer, String name, String... given) {
        byte[][] parts = new byte[given.length][];
        for (int i = 0; i < given.length; i++) {
            parts[i] = given[i].getBytes(StandardCharsets.UTF_8);
        }
        return checks.ask(
                () -> {
                    asked.add(name + List.of(given));
                    return answer;
                },
                name,
                parts);
    }
}
