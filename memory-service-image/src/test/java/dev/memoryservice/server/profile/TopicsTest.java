package dev.memoryservice.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.SampleMemories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Instant NOW = SampleMemories.START.plus(Duration.ofDays(60));

    @Test
    void whatComesUpOftenAndLatelyWeighsMost() {
        List<Topic> topics = topics(
                said(1, "The greenhouse needs new glass", "garden"),
                said(2, "Tomatoes in the greenhouse have mildew", "garden"),
                said(3, "Ordered mildew spray for the greenhouse", "garden"),
                said(20, "Sailing lesson on the lake", "sailing"),
                said(22, "Paid the sailing club", "sailing"),
                said(24, "Unrelated and only once"));

        assertThat(topics).hasSize(2);
        assertThat(topics.get(0).topic()).isEqualTo("garden");
        assertThat(topics.get(0).terms()).contains("greenhouse", "mildew");
        assertThat(topics.get(0).memories()).isEqualTo(3);
        assertThat(topics.get(0).evidence())
                .startsWith(said(1, "The greenhouse needs new glass").contentHash())
                .hasSize(3);
        assertThat(topics.get(1).topic()).isEqualTo("sailing");
        assertThat(topics.get(0).score()).isGreaterThan(topics.get(1).score());
    }

    @Test
    void whatIsOlderThanFourWeeksIsNoTopic() {
        assertThat(topics(said(29, "old chess game", "chess"), said(30, "older chess game", "chess")))
                .isEmpty();
    }

    @Test
    void aWordInMostMemoriesTellsNothing() {
        Stream<Memory> notes = Stream.iterate(1, i -> i + 1)
                .limit(20)
                .map(i -> said(1, "Memo " + "xyzzy" + (char) ('a' + i) + (i % 4 == 0 ? " about falcons" : "")));

        assertThat(topics(notes.toArray(Memory[]::new)))
                .extracting(Topic::topic)
                .containsExactly("falcons");
    }

    private static Memory said(int daysAgo, String content, String... tags) {
        return SampleMemories.memoryAt(NOW.minus(Duration.ofDays(daysAgo)), content, tags);
    }

    private static List<Topic> topics(Memory... memories) {
        return Topics.of(Stream.of(memories).map(Utterance::of).toList(), NOW);
    }
}
