package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whatever is done in whatever order, the store holds what a simple model of it holds: two tenants, few contents, so that
 * duplicates, updates of what is gone and second deletions all happen. Run by jqwik, which shortens what fails.
 */
public abstract class ModelContract {

    private static final List<Space> SPACES =
            List.of(new Space("alice", "default"), new Space("alice", "work"), new Space("bob", "default"));

    private Backend backend;
    private MemoryStore store;

    /** The live memories of each space, by hash, in the order of arrival. */
    private final Map<Space, Map<String, Memory>> model = new LinkedHashMap<>();

    /** A new backend without data. */
    protected abstract Backend backend();

    @BeforeTry
    void openStore() {
        backend = backend();
        store = backend.open();
        model.clear();
        SPACES.forEach(space -> model.put(space, new LinkedHashMap<>()));
    }

    @AfterTry
    void closeStore() {
        store.close();
        backend.close();
    }

    /** One thing done to store and model, which must answer the same. */
    @FunctionalInterface
    interface Step {
        void run(ModelContract test);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void theStoreHoldsWhatTheModelHolds(@ForAll("steps") List<Step> steps) {
        for (Step step : steps) {
            step.run(this);
        }
        compare();
        store.close();
        store = backend.open();
        compare();
    }

    @Property(tries = 40)
    void contentAndTagsOfAnyCharactersComeBackUnchanged(
            @ForAll @StringLength(min = 1, max = 60) String content,
            @ForAll @UniqueElements @Size(min = 1, max = 4) List<@StringLength(min = 1, max = 20) String> tags) {
        // A half of a surrogate pair is no text: UTF-8 cannot express it.
        String text = text(content);
        List<String> labels = tags.stream().map(ModelContract::text).distinct().toList();
        Memory memory = memoryAt(START, text, labels.toArray(String[]::new));

        store.store(SPACES.getFirst(), memory, vectorOf(text));

        assertThat(store.find(SPACES.getFirst(), memory.contentHash())).contains(memory);
        for (String label : labels) {
            assertThat(store.tags(SPACES.getFirst())).containsEntry(label, 1L);
        }
    }

    private static String text(String characters) {
        String valid = characters
                .codePoints()
                .filter(point -> !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return valid.isBlank() ? "text" + valid : valid;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Space> spaces = Arbitraries.of(SPACES);
        Arbitrary<String> contents = Arbitraries.integers().between(0, 7).map(i -> "Content " + i);
        Arbitrary<List<String>> tags = Arbitraries.of("red", "green", "blue", "x y", "ü")
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<Integer> seconds = Arbitraries.integers().between(-5, 5);
        Arbitrary<Step> stores = Combinators.combine(spaces, contents, tags, seconds)
                .as((space, content, labels, second) -> test ->
                        test.store(space, memoryAt(START.plusSeconds(second), content, labels.toArray(String[]::new))));
        Arbitrary<Step> updates = Combinators.combine(spaces, contents, tags)
                .as((space, content, labels) -> test -> test.update(space, content, labels));
        Arbitrary<Step> deletes =
                Combinators.combine(spaces, contents).as((space, content) -> test -> test.delete(space, content));
        Arbitrary<Step> bulk = Combinators.combine(spaces, tags)
                .as((space, labels) -> test -> test.deleteTagged(space, labels.getFirst()));
        return Arbitraries.frequencyOf(
                        Tuple.of(6, stores), Tuple.of(3, updates), Tuple.of(3, deletes), Tuple.of(1, bulk))
                .list()
                .ofMaxSize(60);
    }

    private void store(Space space, Memory memory) {
        Optional<Memory> existing = Optional.ofNullable(model.get(space).get(memory.contentHash()));

        StoreOutcome outcome = store.store(space, memory, vectorOf(memory.content()));

        assertThat(outcome)
                .isEqualTo(existing.<StoreOutcome>map(StoreOutcome.Duplicate::new)
                        .orElseGet(() -> new StoreOutcome.Stored(memory)));
        model.get(space).putIfAbsent(memory.contentHash(), memory);
    }

    private void update(Space space, String content, List<String> tags) {
        Optional<Memory> before = Optional.ofNullable(model.get(space).get(hashOf(content)));
        Optional<Memory> after = before.map(memory -> memory.tags().equals(tags)
                ? memory
                : memory.withTags(tags, memory.updatedAt().plusMillis(1)));

        assertThat(store.update(
                                space,
                                hashOf(content),
                                memory ->
                                        memory.withTags(tags, memory.updatedAt().plusMillis(1)))
                        .map(change -> List.of(change.before(), change.after())))
                .isEqualTo(before.map(memory -> List.of(memory, after.get())));
        after.ifPresent(memory -> model.get(space).put(memory.contentHash(), memory));
    }

    private void delete(Space space, String content) {
        assertThat(store.delete(space, hashOf(content)))
                .isEqualTo(model.get(space).remove(hashOf(content)) != null);
    }

    private void deleteTagged(Space space, String tag) {
        List<String> wanted = model.get(space).values().stream()
                .filter(memory -> memory.tags().contains(tag))
                .map(Memory::contentHash)
                .toList();

        assertThat(store.deleteOldest(space, MemoryFilter.byTags(List.of(tag), TagMatch.ANY), 100))
                .containsExactlyInAnyOrderElementsOf(wanted);
        model.get(space).keySet().removeAll(new HashSet<>(wanted));
    }

    private void compare() {
        for (Space space : SPACES) {
            List<Memory> memories =
                    newestFirst(model.get(space).values().stream().toList());
            assertThat(store.list(space, MemoryFilter.NONE, 1, 100).memories()).isEqualTo(memories);
            assertThat(store.list(space, MemoryFilter.NONE, 1, 1).total()).isEqualTo(memories.size());
            assertThat(store.hashes(space, 0, 100, false).hashes())
                    .containsExactlyElementsOf(model.get(space).keySet());
            Map<String, Long> tags = memories.stream()
                    .flatMap(memory -> memory.tags().stream())
                    .collect(Collectors.groupingBy(tag -> tag, TreeMap::new, Collectors.counting()));
            assertThat(store.tags(space)).isEqualTo(tags);
            assertThat(store.statistics(space).uniqueTags()).isEqualTo(tags.size());
            tags.forEach((tag, count) -> assertThat(
                            store.list(space, MemoryFilter.byTags(List.of(tag), TagMatch.ANY), 1, 100)
                                    .memories())
                    .isEqualTo(memories.stream()
                            .filter(memory -> memory.tags().contains(tag))
                            .toList()));
        }
    }

    private static List<Memory> newestFirst(List<Memory> arrived) {
        List<Memory> sorted = new ArrayList<>(arrived.reversed());
        sorted.sort(Comparator.comparing(Memory::createdAt).reversed());
        return sorted;
    }
}
