package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.inConversation;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.document.Upload;
import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.EmbeddedMemory;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.HashPage;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.Snapshot;
import dev.memoryservice.server.memory.SnapshotDifference;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.portable.EntryLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Taking everything out of a store, and putting it in the place of what is there. */
public abstract class ReplacementContract extends StoreContract {

    private static final Space WORK = new Space(SPACE.tenant(), "work");
    private static final Space BOB = Space.of("bob");

    private static Snapshot of(MemoryStore store, Extent extent) {
        List<SnapshotEntry> entries = new ArrayList<>();
        store.readSnapshot(extent, entries::add);
        return entries::forEach;
    }

    /** Everything, each thing as a line of text. */
    private static List<String> text(Snapshot snapshot) {
        List<String> lines = new ArrayList<>();
        snapshot.read(entry -> lines.add(new String(EntryLine.write(entry), StandardCharsets.UTF_8)));
        return lines;
    }

    private List<String> everything() {
        return text(of(store(), Extent.EVERYTHING));
    }

    private static RestoreLog.Entry logged(SnapshotDifference difference) {
        return new RestoreLog.Entry("restore", START, difference.toString());
    }

    private SnapshotDifference replace(Optional<String> tenant, Snapshot snapshot) {
        return store().replace(new Replacement(tenant, snapshot, ReplacementContract::logged));
    }

    /** One of everything that a store can have. */
    private void fill() {
        put(inConversation(memoryAt(START, "the harbour opens at nine", "harbour", "time"), "talk"));
        put(inConversation(memoryAt(START.plusSeconds(1), "and closes at five", "harbour"), "talk"));
        put(WORK, memory("the kettle is at work", "kettle"));
        put(BOB, memory("bob likes ships", "ships"));
        put(memory("to be deleted", "gone"));
        store().delete(SPACE, hashOf("to be deleted"));
        store().update(WORK, hashOf("the kettle is at work"), before -> withType(before, "fact"));
        store().update(WORK, hashOf("the kettle is at work"), before -> before.withTags(List.of("tea"), START));
        NeighbourRules contradictions = new NeighbourRules(Optional.empty(), 0.99, true);
        store().store(
                        BOB,
                        new Candidate(memory("the ship leaves on monday morning"), vectorOf("ship"), contradictions));
        store().store(
                        BOB,
                        new Candidate(memory("ships never leave, says the captain"), vectorOf("ship"), contradictions));
        put(memory("long ".repeat(60)));
        store().unembedded(10).stream()
                .filter(lacking -> lacking.content().startsWith("long"))
                .forEach(lacking -> store().embed(List.of(new EmbeddedMemory(
                        lacking.key(),
                        List.of(
                                new EmbeddedPassage(0, 150, Optional.empty()),
                                new EmbeddedPassage(150, 300, Optional.of(vectorOf("lighthouse"))))))));
        store().uploads().save(SPACE.tenant(), upload("done", Upload.Status.COMPLETED));
        store().uploads().save(SPACE.tenant(), upload("at work", Upload.Status.PROCESSING));
    }

    private static Upload upload(String id, Upload.Status status) {
        return new Upload(
                id,
                SPACE.store(),
                "note.txt",
                17,
                List.of("doc"),
                status,
                new Upload.Progress(3, 2, 1, 1),
                List.of("one was empty"),
                START,
                status.isFinal() ? Optional.of(START.plusSeconds(9)) : Optional.empty());
    }

    @Test
    void aSnapshotHasEverythingThatBelongsToAStore() {
        fill();

        List<String> lines = everything();

        assertThat(lines)
                .filteredOn(line -> line.contains("\"kind\":\"space\""))
                .hasSize(3);
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("to be deleted") && line.contains("\"deleted_at\"") && !line.contains("vectors"))
                .anyMatch(
                        line -> line.contains("kettle") && line.contains("\"history\"") && line.contains("\"vectors\""))
                .anyMatch(line -> line.contains("long long") && line.contains("\"passages\""))
                .anyMatch(line -> line.contains("\"kind\":\"contradiction\""))
                .anyMatch(line -> line.contains("\"kind\":\"upload\"") && line.contains("done"))
                .noneMatch(line -> line.contains("at work\",\"filename"));
    }

    @Test
    void aStoreThatIsReplacedByItsOwnSnapshotIsEqual() {
        fill();
        List<String> before = everything();
        Map<String, Long> tags = store().tags(SPACE);
        Map<String, Long> types = store().types(WORK);
        Map<String, Long> tenants = store().tenants();

        SnapshotDifference difference = replace(Optional.empty(), of(store(), Extent.EVERYTHING));

        assertThat(difference).isEqualTo(new SnapshotDifference(0, 0, 0, 7));
        assertThat(everything()).isEqualTo(before);
        assertThat(store().tags(SPACE)).isEqualTo(tags);
        assertThat(store().types(WORK)).isEqualTo(types);
        assertThat(store().tenants()).isEqualTo(tenants);
        assertThat(store().uploads().find(SPACE.tenant(), "at work")).isPresent();
        assertThat(store().contradictions(BOB, 10).total()).isEqualTo(1);
        reopen();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatWasDoneSinceTheSnapshotIsUndone() {
        fill();
        List<String> before = everything();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);
        store().delete(SPACE, hashOf("and closes at five"));
        store().update(BOB, hashOf("bob likes ships"), memory -> withType(memory, "other"));
        put(new Space("carol", "default"), memory("carol came later"));
        put(memory("alice came later", "later"));

        SnapshotDifference difference = replace(Optional.empty(), snapshot);

        assertThat(difference).isEqualTo(new SnapshotDifference(1, 2, 1, 5));
        assertThat(everything().stream().filter(line -> !line.contains("carol")))
                .containsExactlyElementsOf(before);
        assertThat(store().find(new Space("carol", "default"), hashOf("carol came later")))
                .isEmpty();
        assertThat(found(SPACE, "alice came later", MemoryFilter.NONE)).doesNotContain("alice came later");
        assertThat(store().tags(SPACE)).doesNotContainKey("later");
    }

    @Test
    void afterAReplacementSearchesAndNeighboursAreThoseOfTheSnapshot() {
        fill();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);
        for (int i = 0; i < 40; i++) {
            put(memory("the harbour again " + i));
        }
        assertThat(found(SPACE, "harbour", MemoryFilter.NONE)).anyMatch(content -> content.contains("again"));

        replace(Optional.empty(), snapshot);

        assertThat(found(SPACE, "when does the harbour open", MemoryFilter.NONE).getFirst())
                .isEqualTo("the harbour opens at nine");
        assertThat(found(SPACE, "harbour", MemoryFilter.NONE)).noneMatch(content -> content.contains("again"));
        assertThat(found(SPACE, "lighthouse", MemoryFilter.NONE).getFirst()).startsWith("long");
        assertThat(found(BOB, "ships", MemoryFilter.NONE)).contains("bob likes ships");
        assertThat(store().similar(SPACE, hashOf("the harbour opens at nine"), 5)
                        .orElseThrow())
                .noneMatch(hit -> hit.memory().content().contains("again"));
        // And everything goes on from there.
        put(memory("the harbour has a new crane"));
        assertThat(found(SPACE, "crane", MemoryFilter.NONE).getFirst()).isEqualTo("the harbour has a new crane");
        store().delete(SPACE, hashOf("the harbour opens at nine"));
        assertThat(found(SPACE, "nine", MemoryFilter.NONE)).doesNotContain("the harbour opens at nine");
        List<String> found = found(SPACE, "harbour crane", MemoryFilter.NONE);
        reopen();
        assertThat(found(SPACE, "harbour crane", MemoryFilter.NONE)).isEqualTo(found);
    }

    @Test
    void oneTenantIsReplacedAndTheOthersAreLeftAlone() {
        fill();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);
        put(memory("alice came later"));
        put(BOB, memory("bob came later"));
        List<String> bob = text(of(store(), new Extent(Optional.of(BOB.tenant()), Optional.empty())));

        SnapshotDifference difference = replace(Optional.of(SPACE.tenant()), snapshot);

        assertThat(difference).isEqualTo(new SnapshotDifference(0, 1, 0, 4));
        assertThat(listed(SPACE, MemoryFilter.NONE)).doesNotContain("alice came later");
        assertThat(text(of(store(), new Extent(Optional.of(BOB.tenant()), Optional.empty()))))
                .isEqualTo(bob);
        assertThat(found(BOB, "bob came later", MemoryFilter.NONE)).contains("bob came later");
    }

    @Test
    void aSnapshotGoesIntoAnEmptyStore() {
        fill();
        List<String> before = everything();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);
        try (Backend other = backend();
                MemoryStore empty = other.open()) {
            assertThat(empty.replace(new Replacement(Optional.empty(), snapshot, ReplacementContract::logged)))
                    .isEqualTo(new SnapshotDifference(7, 0, 0, 0));

            assertThat(text(of(empty, Extent.EVERYTHING))).isEqualTo(before);
            assertThat(empty.embeddingBacklog().withoutVector()).isZero();
        }
    }

    @Test
    void aReplacementThatBreaksOffChangesNothing() {
        fill();
        List<String> before = everything();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);

        assertThatThrownBy(() -> replace(Optional.empty(), each -> {
                    snapshot.read(each);
                    throw new IllegalStateException("the file ends here");
                }))
                .hasMessage("the file ends here");

        assertThat(everything()).isEqualTo(before);
        assertThat(store().restores().find("restore")).isEmpty();
        assertThat(store().isReplacing()).isFalse();
        assertThat(found(SPACE, "harbour nine", MemoryFilter.NONE).getFirst()).isEqualTo("the harbour opens at nine");
        put(memory("writing goes on"));
        assertThat(listed(SPACE, MemoryFilter.NONE)).contains("writing goes on");
    }

    @Test
    void whileMemoriesAreReplacedReadingGoesOnAndWritingIsRefused() throws Exception {
        fill();
        Snapshot snapshot = of(store(), Extent.EVERYTHING);
        put(memory("alice came later"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<SnapshotDifference> replacing = thread.submit(() -> replace(Optional.empty(), each -> {
                inside.countDown();
                await(goOn);
                snapshot.read(each);
            }));
            inside.await();

            assertThat(store().isReplacing()).isTrue();
            assertThat(found(SPACE, "alice came later", MemoryFilter.NONE)).contains("alice came later");
            assertThat(listed(SPACE, MemoryFilter.NONE)).contains("alice came later");
            assertThatThrownBy(() -> put(memory("not now")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("restore");
            assertThatThrownBy(() -> replace(Optional.empty(), snapshot)).isInstanceOf(StoreUnavailableException.class);
            store().checkReading();
            store().checkWriting();

            goOn.countDown();
            assertThat(replacing.get().removed()).isEqualTo(1);
        }
        assertThat(store().isReplacing()).isFalse();
        assertThat(listed(SPACE, MemoryFilter.NONE)).doesNotContain("alice came later", "not now");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatComesIsOrderedBehindAllThatWas() {
        put(memory("one"));
        put(memory("two"));
        HashPage all = store().hashes(SPACE, 0, 1, false);
        long after = all.next().orElseThrow();

        replace(Optional.empty(), of(store(), Extent.EVERYTHING));

        // Whoever went through half of the list sees all that came since.
        assertThat(store().hashes(SPACE, after, 10, false).hashes()).containsExactly(hashOf("one"), hashOf("two"));
    }

    @Test
    void theLogKnowsTheLastRestores() {
        RestoreLog log = store().restores();
        for (int i = 0; i < RestoreLog.KEPT + 5; i++) {
            log.save(new RestoreLog.Entry("r" + i, START.plusSeconds(i), "text " + i));
        }
        log.save(new RestoreLog.Entry("r104", START.plusSeconds(104), "changed"));
        replace(Optional.empty(), of(store(), Extent.EVERYTHING));

        assertThat(log.newest()).hasSize(RestoreLog.KEPT);
        assertThat(log.newest().getFirst()).isEqualTo(new RestoreLog.Entry("r104", START.plusSeconds(104), "changed"));
        assertThat(log.find("r3")).isEmpty();
        reopen();
        assertThat(store().restores().find("r104")).isPresent();
    }
}
