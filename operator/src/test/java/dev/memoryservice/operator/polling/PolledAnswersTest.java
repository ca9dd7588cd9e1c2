package dev.memoryservice.operator.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolledAnswersTest {

    private static final ConfigMap RESOURCE = resource("asked-for");

    private final Poller poller = new Poller();
    private final PolledAnswers<Integer, ConfigMap> answers =
            new PolledAnswers<>(Integer.class, "answers", poller, Duration.ofMillis(5), Duration.ofMillis(10)) {};
    private final AtomicInteger asked = new AtomicInteger();

    private static ConfigMap resource(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
    }

    private Optional<Integer> watch(Object key) {
        return answers.watch(RESOURCE, key, () -> Optional.of(asked.incrementAndGet()));
    }

    /** Waits until another resource was asked for so often that this one would have been as well. */
    private void letTimeForQuestionsPass() {
        ConfigMap other = resource("meanwhile");
        AtomicInteger questions = new AtomicInteger();
        answers.watch(other, "key", () -> Optional.of(questions.incrementAndGet()));
        Waiting.await().until(() -> questions.get() > 20);
        answers.forget(other);
    }

    @AfterEach
    void stop() {
        poller.shutDown();
    }

    @Test
    void theSameIsAskedAgainAndAgain() {
        watch("key");

        Waiting.await().until(() -> watch("key").orElse(0) > 3);
    }

    @Test
    void whatHasEndedIsAskedNoMoreAndKeepsItsAnswer() {
        watch("key");
        Waiting.await().until(() -> watch("key").isPresent());

        answers.end(RESOURCE);

        Optional<Integer> last = watch("key");
        assertThat(last).isPresent();
        letTimeForQuestionsPass();
        assertThat(watch("key")).isEqualTo(last);
        assertThat(asked.get())
                .as("one question may have been on its way")
                .isBetween(last.orElseThrow(), last.orElseThrow() + 1);
    }

    @Test
    void anotherQuestionAfterTheEndIsAsked() {
        watch("key");
        answers.end(RESOURCE);

        watch("another");

        int before = asked.get();
        Waiting.await().until(() -> asked.get() > before + 3);
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        watch("key");
        Waiting.await().until(() -> watch("key").isPresent());

        answers.forget(RESOURCE);

        letTimeForQuestionsPass();
        assertThat(answers.latest(ResourceID.fromResource(RESOURCE))).isEmpty();
        assertThat(watch("key")).isEmpty();
    }
}
