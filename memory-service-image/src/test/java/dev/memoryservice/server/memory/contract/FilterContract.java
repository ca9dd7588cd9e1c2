package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.TagExpression;
import dev.memoryservice.server.memory.TagExpressionException;
import dev.memoryservice.server.time.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every backend must do with filters and pages: lists, totals and searches agree with the filter's meaning. */
public abstract class FilterContract extends StoreContract {

    private static final Space WORK = new Space("alice", "work");
    private static final Space ALL = new Space("alice", Space.ALL_STORES);

    private List<String> listed(MemoryFilter filter) {
        return listed(SPACE, filter);
    }

    private static List<String> contents(List<Memory> memories) {
        return memories.stream().map(Memory::content).toList();
    }

    private static Memory inConversation(Memory memory, String type, Optional<String> conversation) {
        return new Memory(
                memory.contentHash(),
                memory.content(),
                memory.tags(),
                type,
                memory.metadata(),
                conversation,
                memory.createdAt(),
                memory.updatedAt());
    }

    @Test
    void aTimeRangeHasItsStartAndNotItsEnd() {
        IntStream.range(0, 5).forEach(i -> put(SPACE, memoryAt(START.plusSeconds(i), "second " + i)));

        assertThat(listed(MemoryFilter.NONE.within(TimeRange.between(START.plusSeconds(1), START.plusSeconds(3)))))
                .containsExactly("second 2", "second 1");
        assertThat(listed(MemoryFilter.NONE.within(TimeRange.since(START.plusSeconds(3)))))
                .containsExactly("second 4", "second 3");
        assertThat(listed(MemoryFilter.NONE.within(TimeRange.before(START.plusSeconds(1)))))
                .containsExactly("second 0");
        assertThat(listed(MemoryFilter.NONE.within(TimeRange.between(START, START))))
                .isEmpty();
    }

    @Test
    void aConversationIsApartFromOthersAndFromNone() {
        put(SPACE, inConversation(memoryAt(START, "one"), "note", Optional.of("c1")));
        put(SPACE, inConversation(memoryAt(START.plusSeconds(1), "two"), "note", Optional.of("c2")));
        put(SPACE, memoryAt(START.plusSeconds(2), "three"));
        put(SPACE, inConversation(memoryAt(START.plusSeconds(3), "four"), "note", Optional.of("c1")));

        assertThat(listed(MemoryFilter.NONE.withConversation("c1"))).containsExactly("four", "one");
        assertThat(listed(MemoryFilter.NONE.withConversation("c3"))).isEmpty();
    }

    @Test
    void repeatedAndBlankTagsDoNotCount() {
        put(SPACE, memoryAt(START, "tagged", "a", "b"));

        assertThat(MemoryFilter.byTags(List.of("a", " a ", " "), TagMatch.ALL))
                .isEqualTo(MemoryFilter.byTags(List.of("a"), TagMatch.ANY));
        assertThat(MemoryFilter.byTags(List.of("", " "), TagMatch.ALL)).isEqualTo(MemoryFilter.NONE);
        assertThat(listed(MemoryFilter.byTags(List.of("b", "a", "b"), TagMatch.ALL)))
                .containsExactly("tagged");
    }

    @Test
    void aTagExpressionMeansWhatItSays() throws TagExpressionException {
        put(SPACE, memoryAt(START, "broken lift", "ops", "urgent"));
        put(SPACE, memoryAt(START.plusSeconds(1), "broken lamp", "ops", "on call", "done"));
        put(SPACE, memoryAt(START.plusSeconds(2), "broken heart", "private"));
        put(SPACE, memoryAt(START.plusSeconds(3), "new lamp", "ops"));

        Map<String, List<String>> expected = Map.of(
                "ops AND (urgent OR \"on call\") AND NOT done", List.of("broken lift"),
                "NOT ops", List.of("broken heart"),
                "NOT (ops AND NOT done)", List.of("broken heart", "broken lamp"),
                "private OR NOT ops", List.of("broken heart"),
                "private OR done OR private", List.of("broken heart", "broken lamp"),
                "ops AND private", List.of(),
                "unknown OR NOT unknown", List.of("new lamp", "broken heart", "broken lamp", "broken lift"));
        for (var each : expected.entrySet()) {
            assertThat(listed(MemoryFilter.NONE.withTags(TagExpression.parse(each.getKey()))))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    /** Any filter against its meaning, evaluated memory by memory: lists by page and by cursor, totals, and searches. */
    @Test
    void anyFilterFindsWhatItMeansInEveryWayOfReading() {
        Random random = new Random(7);
        Map<Space, List<Memory>> stored = new HashMap<>(Map.of(SPACE, new ArrayList<>(), WORK, new ArrayList<>()));
        for (int i = 0; i < 90; i++) {
            Space space = random.nextInt(3) == 0 ? WORK : SPACE;
            Memory memory = inConversation(
                    // Several share a moment, so that a page ends between them.
                    memoryAt(
                            START.plusSeconds(random.nextInt(30)),
                            "memory " + i,
                            Stream.of("a", "b", "c", "d")
                                    .filter(tag -> random.nextBoolean())
                                    .toArray(String[]::new)),
                    random.nextBoolean() ? "note" : "task",
                    random.nextBoolean() ? Optional.of("c" + random.nextInt(2)) : Optional.empty());
            put(space, memory);
            stored.get(space).add(memory);
        }
        put(Space.of("bob"), memoryAt(START, "not alice's", "a", "b", "c", "d"));
        store().delete(SPACE, stored.get(SPACE).removeFirst().contentHash());
        stored.put(
                ALL,
                Stream.of(SPACE, WORK)
                        .flatMap(space -> stored.get(space).stream())
                        .toList());

        for (int i = 0; i < 400; i++) {
            MemoryFilter filter = filter(random);
            Space space = List.of(SPACE, WORK, ALL).get(i % 3);
            List<Memory> meant = stored.get(space).stream()
                    .filter(memory -> means(filter, memory))
                    .toList();
            MemoryPage all = store().list(space, filter, 1, 100);
            assertThat(all.memories()).as("%s in %s", filter, space).containsExactlyInAnyOrderElementsOf(meant);
            assertThat(all.memories()).extracting(Memory::createdAt).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(all.total()).as("total of %s in %s", filter, space).isEqualTo(meant.size());
            assertThat(all.next()).isEmpty();
            assertThat(byCursor(space, filter)).as("%s in %s", filter, space).isEqualTo(all.memories());
            assertThat(store().search(space, new SearchQuery("memory", vectorOf("memory"), 100, filter)))
                    .as("search by %s in %s", filter, space)
                    .extracting(SearchHit::memory)
                    .containsExactlyInAnyOrderElementsOf(meant);
        }
    }

    private List<Memory> byCursor(Space space, MemoryFilter filter) {
        MemoryPage page = store().list(space, filter, 1, 7);
        List<Memory> read = new ArrayList<>(page.memories());
        while (page.next().isPresent()) {
            MemoryPage next = store().listAfter(space, filter, page.next().get(), 7);
            assertThat(next.total()).isEqualTo(page.total());
            assertThat(next.memories()).isNotEmpty();
            page = next;
            read.addAll(page.memories());
        }
        return read;
    }

    private static MemoryFilter filter(Random random) {
        MemoryFilter filter = MemoryFilter.NONE;
        if (random.nextInt(4) > 0) {
            filter = filter.withTags(expression(random, 2));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withTags(List.of("a", "b"), random.nextBoolean() ? TagMatch.ANY : TagMatch.ALL);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withType("task");
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withConversation("c1");
        }
        if (random.nextInt(3) == 0) {
            filter = filter.within(TimeRange.since(START.plusSeconds(random.nextInt(20))));
        }
        return random.nextInt(3) == 0
                ? filter.within(TimeRange.before(START.plusSeconds(10 + random.nextInt(20))))
                : filter;
    }

    private static TagExpression expression(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return new TagExpression.Tag(List.of("a", "b", "c", "d", "unknown").get(random.nextInt(5)));
        }
        return switch (random.nextInt(3)) {
            case 0 -> new TagExpression.Not(expression(random, depth - 1));
            case 1 -> new TagExpression.And(List.of(expression(random, depth - 1), expression(random, depth - 1)));
            default -> new TagExpression.Or(List.of(expression(random, depth - 1), expression(random, depth - 1)));
        };
    }

    private static boolean means(MemoryFilter filter, Memory memory) {
        return filter.tags()
                        .map(condition -> holds(condition, Set.copyOf(memory.tags())))
                        .orElse(true)
                && filter.type().map(memory.type()::equals).orElse(true)
                && (filter.conversationId().isEmpty() || filter.conversationId().equals(memory.conversationId()))
                && filter.created()
                        .from()
                        .map(from -> !memory.createdAt().isBefore(from))
                        .orElse(true)
                && filter.created().until().map(memory.createdAt()::isBefore).orElse(true);
    }

    private static boolean holds(TagExpression condition, Set<String> tags) {
        return switch (condition) {
            case TagExpression.Tag(String name) -> tags.contains(name);
            case TagExpression.Not(TagExpression inner) -> !holds(inner, tags);
            case TagExpression.And(List<TagExpression> inner) -> inner.stream().allMatch(part -> holds(part, tags));
            case TagExpression.Or(List<TagExpression> inner) -> inner.stream().anyMatch(part -> holds(part, tags));
        };
    }

    @Test
    void aCursorStaysInPlaceWhileMemoriesComeAndGo() {
        IntStream.range(0, 6).forEach(i -> put(SPACE, memoryAt(START.plusSeconds(i), "old " + i)));
        MemoryPage first = store().list(SPACE, MemoryFilter.NONE, 1, 2);
        Cursor place = first.next().orElseThrow();

        put(SPACE, memoryAt(START.plusSeconds(100), "newer"));
        // The memory that the cursor stands on, and one behind it.
        store().delete(SPACE, hashOf("old 4"));
        store().delete(SPACE, hashOf("old 2"));

        MemoryPage second = store().listAfter(SPACE, MemoryFilter.NONE, place, 2);
        assertThat(contents(second.memories())).containsExactly("old 3", "old 1");
        assertThat(second.total()).isEqualTo(5);
    }

    @Test
    void aCursorOfAnotherTenantShowsNothingOfTheirs() {
        IntStream.range(0, 4).forEach(i -> put(SPACE, memoryAt(START.plusSeconds(i), "alice " + i)));
        put(Space.of("bob"), memoryAt(START, "bob"));
        Cursor place = store().list(SPACE, MemoryFilter.NONE, 1, 1).next().orElseThrow();

        assertThat(contents(store().listAfter(Space.of("bob"), MemoryFilter.NONE, place, 10)
                        .memories()))
                .containsExactly("bob");
        assertThatThrownBy(() -> store().listAfter(SPACE, MemoryFilter.NONE, place, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
