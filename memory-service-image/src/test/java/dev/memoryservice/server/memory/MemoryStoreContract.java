package dev.memoryservice.server.memory;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every backend must do. A backend's test extends this and says how its store is opened; the store is for
 * vectors of {@link SampleMemories#DIMENSION} numbers of the model {@link #MODEL}.
 */
@Timeout(120)
public abstract class MemoryStoreContract {

    protected static final String MODEL = "test-model";
    protected static final Space SPACE = Space.of("alice");

    private MemoryStore store;

    /** Opens the store over the same data each time in one test, and over no data in the next test. */
    protected abstract MemoryStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected final MemoryStore store() {
        return store;
    }

    protected final StoreOutcome put(Memory memory) {
        return put(SPACE, memory);
    }

    protected final StoreOutcome put(Space space, Memory memory) {
        return store.store(space, memory, vectorOf(memory.content()));
    }

    protected final List<String> found(Space space, String question, MemoryFilter filter) {
        return store.search(space, new SearchQuery(question, vectorOf(question), 10, filter)).stream()
                .map(hit -> hit.memory().content())
                .toList();
    }

    private List<String> listed(Space space, MemoryFilter filter) {
        return store.list(space, filter, 1, 100).memories().stream()
                .map(Memory::content)
                .toList();
    }

    @Test
    void aStoredMemoryIsFoundAsItWasGiven() {
        Memory memory = new Memory(
                hashOf("The tea is green"),
                "The tea is green",
                List.of("drink", "colour", "a,b"),
                "observation",
                Map.of("count", 3, "deep", Map.of("list", List.of("x", 1.5, true))),
                Optional.of("conversation-7"),
                START,
                START.plusSeconds(1));

        assertThat(put(memory)).isEqualTo(new StoreOutcome.Stored(memory));

        assertThat(store.find(SPACE, memory.contentHash())).contains(memory);
        assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 10)).isEqualTo(new MemoryPage(List.of(memory), 1));
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        Instant exact = Instant.parse("2026-01-02T03:04:05.123456789Z");

        put(memoryAt(exact, "exact"));

        assertThat(store.find(SPACE, hashOf("exact")).orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    }

    @Test
    void anEmptySpaceAnswersEverything() {
        assertThat(store.find(SPACE, hashOf("nothing"))).isEmpty();
        assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 10)).isEqualTo(new MemoryPage(List.of(), 0));
        assertThat(found(SPACE, "nothing", MemoryFilter.NONE)).isEmpty();
        assertThat(store.tags(SPACE)).isEmpty();
        assertThat(store.statistics(SPACE)).isEqualTo(new StoreStatistics(0, 0, 0));
        assertThat(store.delete(SPACE, hashOf("nothing"))).isFalse();
    }

    @Test
    void sameContentIsADuplicateWhateverElseDiffers() {
        Memory first = memory("Same", "one");
        put(first);

        assertThat(put(memory("  same ", "two"))).isEqualTo(new StoreOutcome.Duplicate(first));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("Same");
        assertThat(store.tags(SPACE)).isEqualTo(Map.of("one", 1L));
    }

    @Test
    void noCallSeesAnotherTenant() {
        Space bob = Space.of("bob");
        put(SPACE, memory("secret of alice", "private"));
        put(bob, memory("diary of bob", "public"));

        for (Space ofBob : List.of(bob, new Space("bob", Space.ALL_STORES))) {
            assertThat(store.find(ofBob, hashOf("secret of alice"))).isEmpty();
            assertThat(listed(ofBob, MemoryFilter.NONE)).containsExactly("diary of bob");
            assertThat(listed(ofBob, MemoryFilter.byTags(List.of("private"), TagMatch.ANY)))
                    .isEmpty();
            assertThat(found(ofBob, "secret of alice", MemoryFilter.NONE)).containsExactly("diary of bob");
            assertThat(store.tags(ofBob)).isEqualTo(Map.of("public", 1L));
            assertThat(store.statistics(ofBob).memories()).isEqualTo(1);
        }
        assertThat(store.delete(bob, hashOf("secret of alice"))).isFalse();
        assertThat(put(bob, memory("secret of alice"))).isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void aTenantsScoresDoNotTellOfAnothersWords() {
        Space bob = Space.of("bob");
        put(bob, memory("merger and tea"));
        put(bob, memory("tea and biscuits"));
        List<SearchHit> before =
                store.search(bob, new SearchQuery("merger", vectorOf("merger"), 10, MemoryFilter.NONE));

        IntStream.range(0, 50).forEach(i -> put(memory("merger number " + i)));

        assertThat(store.search(bob, new SearchQuery("merger", vectorOf("merger"), 10, MemoryFilter.NONE)))
                .isEqualTo(before);
    }

    @Test
    void storesOfATenantAreApartAndReadTogether() {
        Space work = new Space("alice", "work");
        Space all = new Space("alice", Space.ALL_STORES);
        put(memoryAt(START, "at home", "place"));
        put(work, withType(memoryAt(START.plusSeconds(1), "at work", "place"), "task"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("at home");
        assertThat(listed(work, MemoryFilter.NONE)).containsExactly("at work");
        assertThat(listed(all, MemoryFilter.NONE)).containsExactly("at work", "at home");
        assertThat(listed(all, MemoryFilter.byTags(List.of("place"), TagMatch.ANY)))
                .containsExactly("at work", "at home");
        assertThat(listed(all, MemoryFilter.NONE.withType("task"))).containsExactly("at work");
        assertThat(found(work, "at home", MemoryFilter.NONE)).containsExactly("at work");
        assertThat(found(all, "at home", MemoryFilter.NONE)).containsExactly("at home", "at work");
        assertThat(store.find(all, hashOf("at work"))).isPresent();
        assertThat(store.tags(all)).isEqualTo(Map.of("place", 2L));
        assertThat(store.statistics(all)).isEqualTo(new StoreStatistics(2, 1, 0));
    }

    @Test
    void allStoresAreForReadingOnly() {
        Space all = new Space("alice", Space.ALL_STORES);

        assertThatThrownBy(() -> put(all, memory("nowhere"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(all, hashOf("nowhere"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pagesRunFromNewestToOldestAndOfEqualTimesFromLastToFirst() {
        put(memoryAt(START, "b"));
        put(memoryAt(START.minusSeconds(9), "a"));
        put(memoryAt(START.plusSeconds(9), "d"));
        put(memoryAt(START, "c"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("d", "c", "b", "a");
        assertThat(store.list(SPACE, MemoryFilter.NONE, 2, 3).memories())
                .extracting(Memory::content)
                .containsExactly("a");
        assertThat(store.list(SPACE, MemoryFilter.NONE, 3, 3)).isEqualTo(new MemoryPage(List.of(), 4));
        assertThat(store.list(SPACE, MemoryFilter.NONE, Integer.MAX_VALUE, 100).memories())
                .isEmpty();
    }

    @Test
    void aPageOutsideTheBoundsIsRefused() {
        assertThatThrownBy(() -> store.list(SPACE, MemoryFilter.NONE, 0, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list(SPACE, MemoryFilter.NONE, 1, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsAndTypesRestrictListsAndSearches() {
        put(withType(memoryAt(START, "red apple", "red", "fruit"), "food"));
        put(withType(memoryAt(START.plusSeconds(1), "red car", "red", "vehicle"), "thing"));
        put(withType(memoryAt(START.plusSeconds(2), "green apple", "green", "fruit"), "food"));
        put(withType(memoryAt(START.plusSeconds(3), "red cherry", "red", "fruit"), "thing"));

        Map<MemoryFilter, List<String>> expected = Map.of(
                filter(TagMatch.ANY, "", "red"), List.of("red cherry", "red car", "red apple"),
                filter(TagMatch.ANY, "", "green", "vehicle"), List.of("green apple", "red car"),
                filter(TagMatch.ANY, "", "fruit", "green"), List.of("red cherry", "green apple", "red apple"),
                filter(TagMatch.ALL, "", "fruit", "red"), List.of("red cherry", "red apple"),
                filter(TagMatch.ALL, "", "fruit", "vehicle"), List.of(),
                filter(TagMatch.ANY, "food"), List.of("green apple", "red apple"),
                filter(TagMatch.ANY, "food", "red"), List.of("red apple"),
                filter(TagMatch.ALL, "thing", "red", "fruit"), List.of("red cherry"),
                filter(TagMatch.ANY, "food", "red", "green"), List.of("green apple", "red apple"));
        expected.forEach((filter, contents) -> {
            assertThat(listed(SPACE, filter)).as("list by %s", filter).isEqualTo(contents);
            assertThat(store.list(SPACE, filter, 1, 1).total())
                    .as("total of %s", filter)
                    .isEqualTo(contents.size());
            assertThat(found(SPACE, "red apple", filter))
                    .as("search by %s", filter)
                    .containsExactlyInAnyOrderElementsOf(contents);
        });
    }

    private static MemoryFilter filter(TagMatch match, String type, String... tags) {
        MemoryFilter byTags = MemoryFilter.byTags(List.of(tags), match);
        return type.isEmpty() ? byTags : byTags.withType(type);
    }

    @Test
    void aDeletedMemoryIsGoneFromEverything() {
        put(memory("to be kept", "kept"));
        put(memory("to be deleted", "gone", "kept"));

        assertThat(store.delete(SPACE, hashOf("to be deleted"))).isTrue();

        assertThat(store.delete(SPACE, hashOf("to be deleted"))).isFalse();
        assertThat(store.find(SPACE, hashOf("to be deleted"))).isEmpty();
        assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 10).total()).isEqualTo(1);
        assertThat(found(SPACE, "to be deleted", MemoryFilter.NONE)).containsExactly("to be kept");
        assertThat(store.tags(SPACE)).isEqualTo(Map.of("kept", 1L));
        assertThat(store.statistics(SPACE)).isEqualTo(new StoreStatistics(1, 1, 0));
    }

    @Test
    void deletedContentCanBeStoredAgainAsANewMemory() {
        put(memory("come and go", "first"));
        store.delete(SPACE, hashOf("come and go"));

        Memory again = memoryAt(START.plusSeconds(60), "Come and GO", "second");
        assertThat(put(again)).isEqualTo(new StoreOutcome.Stored(again));

        assertThat(store.find(SPACE, again.contentHash())).contains(again);
        assertThat(found(SPACE, "come and go", MemoryFilter.NONE)).containsExactly("Come and GO");
        assertThat(store.tags(SPACE)).isEqualTo(Map.of("second", 1L));
        assertThat(store.delete(SPACE, again.contentHash())).isTrue();
        assertThat(store.statistics(SPACE).memories()).isZero();
    }

    @Test
    void everythingIsThereAfterReopening() {
        put(memory("stays after reopening", "kept"));
        put(memory("goes before reopening", "gone"));
        store.delete(SPACE, hashOf("goes before reopening"));

        store.close();
        store = open();

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("stays after reopening");
        assertThat(found(SPACE, "reopening", MemoryFilter.NONE)).containsExactly("stays after reopening");
        assertThat(store.tags(SPACE)).isEqualTo(Map.of("kept", 1L));
        assertThat(put(memory("stays after reopening"))).isInstanceOf(StoreOutcome.Duplicate.class);
        assertThat(put(memory("goes before reopening"))).isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void aClosedStoreRefusesEverything() {
        store.close();

        assertThatThrownBy(() -> put(memory("late"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.find(SPACE, hashOf("late"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::checkHealth).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void textOfAnyScriptComesBackUnchanged() {
        List<String> texts = List.of(
                "Zażółć gęślą jaźń",
                "記憶は大切です",
                "ذاكرة",
                "👩‍👩‍👧‍👦 family 🇪🇺",
                "a\u0000b",
                "tab\tline\n'; DROP TABLE memory; --");

        texts.forEach(text -> put(memory(text, text)));

        for (String text : texts) {
            Memory found = store.find(SPACE, hashOf(text)).orElseThrow();
            assertThat(found.content()).isEqualTo(text);
            assertThat(found.tags()).containsExactly(text);
            assertThat(listed(SPACE, MemoryFilter.byTags(List.of(text), TagMatch.ANY)))
                    .containsExactly(text);
        }
    }

    @Test
    void aMegabyteOfContentIsStoredAndFound() {
        String large = "The password of the lighthouse is heliotrope. " + "All work and no play. ".repeat(48_000);

        put(memory(large));
        put(memory("something else"));

        assertThat(store.find(SPACE, hashOf(large)).orElseThrow().content()).isEqualTo(large);
        assertThat(found(SPACE, "heliotrope", MemoryFilter.NONE).getFirst()).isEqualTo(large);
    }

    @Test
    void wordsAloneFindNamesAndInflections() {
        // All vectors are the same, so that only the words can tell the memories apart.
        float[] same = vectorOf("same");
        for (String content : List.of(
                "The build agent is db-7.prod.example.com",
                "The build agent is db-8.prod.example.com",
                "Grace deploys the billing service on Fridays",
                "Lunch is at noon")) {
            store.store(SPACE, memory(content), same);
        }

        Map.of(
                        "What is db-7.prod.example.com for?", "The build agent is db-7.prod.example.com",
                        "who is deploying?", "Grace deploys the billing service on Fridays",
                        "What did GRACE do?", "Grace deploys the billing service on Fridays",
                        "when do we have lunch", "Lunch is at noon")
                .forEach((question, answer) -> assertThat(
                                store.search(SPACE, new SearchQuery(question, same, 1, MemoryFilter.NONE)))
                        .extracting(hit -> hit.memory().content())
                        .containsExactly(answer));
    }

    @Test
    void searchPutsTheNearestMeaningFirstWhenNoWordMatches() {
        put(memory("north"));
        put(memory("south"));

        List<SearchHit> hits = store.search(SPACE, new SearchQuery("zzz", vectorOf("south"), 1, MemoryFilter.NONE));

        assertThat(hits).hasSize(1);
        assertThat(hits.getFirst().memory().content()).isEqualTo("south");
        assertThat(hits.getFirst().cosine()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(hits.getFirst().score()).isBetween(0.0, 1.0);
    }

    @Test
    void aSearchWithoutWordsOrBeyondTheBoundsIsHandled() {
        put(memory("only one"));

        assertThat(found(SPACE, "", MemoryFilter.NONE)).containsExactly("only one");
        assertThat(found(SPACE, "?!", MemoryFilter.NONE)).containsExactly("only one");
        assertThatThrownBy(() -> store.search(SPACE, new SearchQuery("one", vectorOf("one"), 101, MemoryFilter.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.search(SPACE, new SearchQuery("one", new float[3], 10, MemoryFilter.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statisticsCountThisWeek() {
        put(memoryAt(Instant.now().minus(Duration.ofDays(6)), "recent", "a", "b"));
        put(memoryAt(Instant.now().minus(Duration.ofDays(8)), "old", "b"));

        assertThat(store.statistics(SPACE)).isEqualTo(new StoreStatistics(2, 2, 1));
        assertThat(store.tags(SPACE).entrySet()).containsExactly(Map.entry("b", 2L), Map.entry("a", 1L));
        assertThat(store.sizeBytes()).isPositive();
        store.checkHealth();
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        int writers = 8;
        int each = 50;
        inParallel(writers, writer -> () -> {
            for (int i = 0; i < each; i++) {
                assertThat(put(memory("writer %d memory %d".formatted(writer, i), "writer-" + writer)))
                        .isInstanceOf(StoreOutcome.Stored.class);
            }
        });

        assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 1).total()).isEqualTo((long) writers * each);
        assertThat(store.tags(SPACE)).hasSize(writers).containsEntry("writer-3", (long) each);
        assertThat(found(SPACE, "writer 3 memory 17", MemoryFilter.NONE)).startsWith("writer 3 memory 17");
    }

    @Test
    void ofManyThatStoreTheSameContentExactlyOneSucceeds() throws Exception {
        List<StoreOutcome> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());

        inParallel(8, writer -> () -> outcomes.add(put(memory("the same", "by-" + writer))));

        assertThat(outcomes)
                .hasSize(8)
                .filteredOn(StoreOutcome.Stored.class::isInstance)
                .hasSize(1);
    }

    @Test
    void pagesAreConsistentWhileOthersWrite() throws Exception {
        IntStream.range(0, 40).forEach(i -> put(memoryAt(START.plusSeconds(i), "before " + i)));
        inParallel(2, worker -> () -> {
            for (int i = 0; i < 100; i++) {
                if (worker == 0) {
                    put(memoryAt(START.plusSeconds(1_000 + i), "meanwhile " + i));
                } else {
                    MemoryPage page = store.list(SPACE, MemoryFilter.NONE, 1, 100);
                    // Total and page are of one moment, and nothing appears twice.
                    assertThat((long) page.memories().size()).isEqualTo(Math.min(100, page.total()));
                    Set<String> hashes = new HashSet<>();
                    assertThat(page.memories()).allMatch(memory -> hashes.add(memory.contentHash()));
                    assertThat(page.memories())
                            .extracting(Memory::createdAt)
                            .isSortedAccordingTo((a, b) -> b.compareTo(a));
                }
            }
        });
    }

    @Test
    void aMemoryIsSearchableAsSoonAsItIsStored() throws Exception {
        inParallel(4, worker -> () -> {
            for (int i = 0; i < 50; i++) {
                String content = "unique%dx%d".formatted(worker, i);
                put(memory(content));
                assertThat(found(SPACE, content, MemoryFilter.NONE)).startsWith(content);
            }
        });
    }

    /** Runs a task per number at the same time and fails with the first failure. */
    protected static void inParallel(int tasks, java.util.function.IntFunction<Runnable> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks)) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                Runnable runnable = task.apply(i);
                calls.add(() -> {
                    runnable.run();
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        }
    }

    private List<StoredMemory> everything(Extent extent) {
        List<StoredMemory> read = new ArrayList<>();
        store.readAll(extent, read::add);
        return read;
    }

    @Test
    void everythingIsReadInTheOrderOfArrivalTombstonesIncluded() {
        Memory first = memoryAt(START.plusSeconds(9), "arrived first", "a");
        Memory second = memoryAt(START, "arrived second", "b");
        put(first);
        put(new Space("bob", "work"), second);
        put(memory("deleted"));
        store.delete(SPACE, hashOf("deleted"));

        List<StoredMemory> read = everything(Extent.EVERYTHING);

        assertThat(read).extracting(StoredMemory::memory).startsWith(first, second);
        assertThat(read).extracting(StoredMemory::space).containsExactly(SPACE, new Space("bob", "work"), SPACE);
        assertThat(read).extracting(r -> r.deletedAt().isPresent()).containsExactly(false, false, true);
    }

    @Test
    void aReadingHasTheHistoryOfEachMemory() {
        put(memory("changed", "old"));
        put(memory("unchanged"));
        store.update(SPACE, hashOf("changed"), before -> withType(before, "other"));

        assertThat(everything(Extent.EVERYTHING))
                .extracting(
                        read -> read.history().stream().map(PastVersion::type).toList())
                .containsExactly(List.of("note"), List.of());
    }

    @Test
    void aReadingOfATenantOrAStoreHasNothingElse() {
        put(memory("of the space"));
        put(new Space(SPACE.tenant(), "work"), memory("at work"));
        put(new Space("bob", "work"), memory("of bob"));

        assertThat(everything(Extent.of(SPACE)))
                .extracting(r -> r.memory().content())
                .containsExactly("of the space");
        assertThat(everything(Extent.of(new Space(SPACE.tenant(), Space.ALL_STORES))))
                .extracting(r -> r.memory().content())
                .containsExactly("of the space", "at work");
        assertThat(everything(new Extent(Optional.empty(), Optional.of("work"))))
                .extracting(r -> r.memory().content())
                .containsExactly("at work", "of bob");
        assertThat(everything(Extent.of(Space.of("nobody")))).isEmpty();
    }

    @Test
    void aReadingSeesOneMomentAndHindersNoWrites() {
        put(memory("one"));
        put(memory("two"));
        List<String> read = new ArrayList<>();

        store.readAll(Extent.EVERYTHING, each -> {
            read.add(each.memory().content());
            put(memory("while reading " + each.memory().content()));
            store.delete(SPACE, hashOf("two"));
        });

        assertThat(read).containsExactly("one", "two");
        assertThat(everything(Extent.EVERYTHING)).hasSize(4);
    }

    @Test
    void aReadingEndsWithTheFailureOfTheOneWhoReads() {
        put(memory("one"));

        assertThatThrownBy(() -> store.readAll(Extent.EVERYTHING, each -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(everything(Extent.EVERYTHING)).hasSize(1);
    }
}
