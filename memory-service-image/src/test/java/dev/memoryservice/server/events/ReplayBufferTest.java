package dev.memoryservice.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private final ReplayBuffer buffer = new ReplayBuffer(3);

    private EventId add(String store, String data) {
        return buffer.append(id -> new ServerEvent(id, "memory_stored", "alice", Optional.of(store), data))
                .id();
    }

    private List<String> after(EventId id) {
        return buffer.after(id).orElseThrow().stream().map(ServerEvent::data).toList();
    }

    @Test
    void whatComesLaterReplacesTheOldestAndNothingElse() {
        EventId start = buffer.last();
        add("default", "{\"a\":\"a long one with ümläuts\"}");
        EventId second = add("work", "{\"b\":2}");
        EventId third = add("default", "{\"c\":3}");
        assertThat(buffer.after(start)).isPresent();

        EventId fourth = add("work", "{}");
        EventId fifth = add("work", "{\"e\":\"longer than what was in this place\"}");

        assertThat(buffer.size()).isEqualTo(3);
        assertThat(buffer.oldest()).contains(third);
        assertThat(after(third)).containsExactly("{}", "{\"e\":\"longer than what was in this place\"}");
        assertThat(after(second)).startsWith("{\"c\":3}").hasSize(3);
        assertThat(after(fifth)).isEmpty();
        assertThat(buffer.after(start)).isEmpty();
        assertThat(buffer.after(third).orElseThrow().getFirst())
                .isEqualTo(new ServerEvent(fourth, "memory_stored", "alice", Optional.of("work"), "{}"));
    }

    @Test
    void whatWasHandedOutStaysAsItWas() {
        EventId start = buffer.last();
        add("default", "{\"n\":1}");
        List<ServerEvent> before = buffer.after(start).orElseThrow();
        for (int n = 2; n < 9; n++) {
            add("default", "{\"n\":" + n + "}");
        }

        assertThat(before).extracting(ServerEvent::data).containsExactly("{\"n\":1}");
    }

    @Test
    void idsOfAnotherProcessOrOfTheFutureAreNotKnown() {
        add("default", "{}");

        assertThat(buffer.after(new EventId(buffer.last().process() + 1, 1))).isEmpty();
        assertThat(buffer.after(buffer.last().next())).isEmpty();
    }
}
