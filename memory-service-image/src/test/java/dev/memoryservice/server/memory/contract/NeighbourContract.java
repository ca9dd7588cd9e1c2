package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.Contradiction;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Near duplicates and contradictions, found when a memory is stored. */
public abstract class NeighbourContract extends StoreContract {

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final double ALIKE = 0.85;
    private static final Offset<Double> PRECISION = Offset.offset(0.002);

    private StoreOutcome put(Space space, Memory memory, float[] vector, NeighbourRules rules) {
        return store().store(space, new Candidate(memory, vector, rules));
    }

    private StoreOutcome put(Memory memory, double cosine) {
        return put(SPACE, memory, near(cosine), both(memory));
    }

    /** As in a conversation, where nothing is refused. */
    private StoreOutcome say(Memory memory, double cosine) {
        return put(SPACE, memory, near(cosine), new NeighbourRules(Optional.empty(), ALIKE, true));
    }

    private static NeighbourRules both(Memory memory) {
        return new NeighbourRules(Optional.of(memory.createdAt().minus(WINDOW)), ALIKE, true);
    }

    /** A unit vector with this cosine to every other one that was made so with cosine 1. */
    private static float[] near(double cosine) {
        float[] axis = vectorOf("axis");
        float[] other = vectorOf("other");
        double overlap = 0;
        for (int i = 0; i < axis.length; i++) {
            overlap += axis[i] * other[i];
        }
        double aside = 0;
        for (int i = 0; i < axis.length; i++) {
            other[i] -= (float) (overlap * axis[i]);
            aside += other[i] * other[i];
        }
        float[] vector = new float[axis.length];
        for (int i = 0; i < axis.length; i++) {
            vector[i] = (float) (cosine * axis[i] + Math.sqrt((1 - cosine * cosine) / aside) * other[i]);
        }
        return vector;
    }

    @Test
    void almostTheSameAsALittleWhileAgoIsRefusedWithWhatIsThere() {
        Memory first = memoryAt(START, "The meeting is at ten", "one");
        put(first, 1);

        StoreOutcome outcome = put(memoryAt(START.plusSeconds(60), "The meeting is at ten!", "two"), 0.9);

        assertThat(outcome).isInstanceOfSatisfying(StoreOutcome.NearDuplicate.class, refused -> {
            assertThat(refused.existing().memory()).isEqualTo(first);
            assertThat(refused.existing().cosine()).isCloseTo(0.9, PRECISION);
        });
        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("The meeting is at ten");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("one", 1L));
    }

    @Test
    void lessAlikeOrLongerAgoOrNotAskedForIsStored() {
        put(memoryAt(START, "first"), 1);

        assertThat(put(memoryAt(START.plusSeconds(1), "less alike"), 0.84)).isInstanceOf(StoreOutcome.Stored.class);
        assertThat(put(memoryAt(START.plus(WINDOW).plusSeconds(2), "longer ago"), 0.9))
                .isInstanceOf(StoreOutcome.Stored.class);
        assertThat(put(SPACE, memoryAt(START.plusSeconds(3), "not asked for"), near(0.9), NeighbourRules.NONE))
                .isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void textsThatDifferInAFigureAreNoDuplicates() {
        put(memoryAt(START, "The build agent is db-7"), 1);

        assertThat(put(memoryAt(START.plusSeconds(1), "The build agent is db-8"), 1))
                .isEqualTo(new StoreOutcome.Stored(memoryAt(START.plusSeconds(1), "The build agent is db-8")));
        assertThat(put(memoryAt(START.plusSeconds(2), "Is db-8 the build agent?"), 1))
                .isInstanceOf(StoreOutcome.NearDuplicate.class);
    }

    @Test
    void manyOldNeighboursDoNotHideARecentOne() {
        for (int i = 0; i < 20; i++) {
            put(SPACE, memoryAt(START.plusSeconds(i), "daily report " + i), near(1), NeighbourRules.NONE);
        }
        Instant today = START.plus(Duration.ofDays(30));
        put(SPACE, memoryAt(today, "daily report of today"), near(0.9), NeighbourRules.NONE);

        assertThat(put(memoryAt(today.plusSeconds(1), "daily report of today."), 0.91))
                .isInstanceOfSatisfying(StoreOutcome.NearDuplicate.class, refused -> assertThat(
                                refused.existing().memory().content())
                        .isEqualTo("daily report of today"));
    }

    @Test
    void neighboursInAnotherStoreOrOfAnotherTenantDoNotCount() {
        Memory elsewhere = memoryAt(START, "The build is green");
        for (Space space : List.of(new Space("alice", "work"), Space.of("bob"))) {
            put(space, elsewhere, near(1), both(elsewhere));
        }

        assertThat(put(memoryAt(START.plusSeconds(1), "The build is green now"), 1))
                .isEqualTo(new StoreOutcome.Stored(memoryAt(START.plusSeconds(1), "The build is green now")));
    }

    @Test
    void aDeletedMemoryIsNoNeighbour() {
        put(memoryAt(START, "The build is green"), 1);
        store().delete(SPACE, hashOf("The build is green"));

        assertThat(put(memoryAt(START.plusSeconds(1), "The build is green."), 1))
                .isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void memoriesOfOneBatchSeeEachOther() {
        List<Candidate> batch = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Memory memory = memoryAt(START.plusSeconds(i), "The build is green" + "!".repeat(i));
            batch.add(new Candidate(memory, near(1), both(memory)));
        }

        List<StoreOutcome> outcomes = store().storeAll(SPACE, batch);

        assertThat(outcomes.getFirst()).isInstanceOf(StoreOutcome.Stored.class);
        assertThat(outcomes.subList(1, 3)).allMatch(StoreOutcome.NearDuplicate.class::isInstance);
    }

    @Test
    void ofManyThatStoreAlmostTheSameAtOnceExactlyOneSucceeds() throws Exception {
        List<StoreOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());

        inParallel(8, writer -> () -> outcomes.add(put(memoryAt(START, "The build is green" + "!".repeat(writer)), 1)));

        assertThat(outcomes).filteredOn(StoreOutcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(StoreOutcome.NearDuplicate.class::isInstance)
                .hasSize(7);
    }

    @Test
    void whatSaysSomethingElseAboutTheSameIsStoredAndReported() {
        Memory older = memoryAt(START, "The release moves to Tuesday morning", "plan");
        say(older, 1);
        Memory newer = memoryAt(START.plusSeconds(60), "The release is cancelled", "plan");

        StoreOutcome outcome = say(newer, 0.97);

        List<String> tags = List.of("plan", NeighbourRules.CONFLICT_TAG);
        assertThat(outcome).isInstanceOfSatisfying(StoreOutcome.Stored.class, stored -> {
            assertThat(stored.memory()).isEqualTo(newer.withTags(tags, newer.updatedAt()));
            assertThat(stored.contradicted()).hasSize(1);
            assertThat(stored.contradicted().getFirst().memory()).isEqualTo(older);
        });
        assertThat(store().find(SPACE, older.contentHash())).contains(older.withTags(tags, newer.createdAt()));
        assertThat(listed(SPACE, MemoryFilter.byTags(List.of(NeighbourRules.CONFLICT_TAG), TagMatch.ANY)))
                .containsExactly("The release is cancelled", "The release moves to Tuesday morning");
        List<Contradiction> open = store().contradictions(SPACE, 10).contradictions();
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().newer().content()).isEqualTo(newer.content());
        assertThat(open.getFirst().older().content()).isEqualTo(older.content());
        assertThat(open.getFirst().cosine()).isCloseTo(0.97, PRECISION);
        assertThat(open.getFirst().divergence()).isGreaterThan(NeighbourRules.CONTRADICTION_DIVERGENCE);
        assertThat(open.getFirst().foundAt()).isEqualTo(newer.createdAt());
    }

    @Test
    void whatCouldBeEitherIsRefusedAsADuplicate() {
        put(memoryAt(START, "The release moves to Tuesday morning"), 1);

        assertThat(put(memoryAt(START.plusSeconds(1), "The release is cancelled"), 0.97))
                .isInstanceOf(StoreOutcome.NearDuplicate.class);
        assertThat(store().contradictions(SPACE, 10).total()).isZero();
    }

    @Test
    void contradictionsAreFoundHoweverLongAgo() {
        say(memoryAt(START, "The release moves to Tuesday morning"), 1);

        assertThat(say(memoryAt(START.plus(Duration.ofDays(400)), "The release is cancelled"), 0.97))
                .isInstanceOfSatisfying(StoreOutcome.Stored.class, stored -> assertThat(stored.contradicted())
                        .hasSize(1));
        assertThat(store().tags(SPACE)).isEqualTo(Map.of(NeighbourRules.CONFLICT_TAG, 2L));
    }

    @Test
    void aResolvedContradictionTakesItsTagAlong() {
        say(memoryAt(START, "The release moves to Tuesday morning", "plan"), 1);
        say(memoryAt(START.plusSeconds(1), "The release is cancelled"), 0.97);
        say(memoryAt(START.plusSeconds(2), "The release was yesterday, everybody is happy"), 0.98);
        String one = hashOf("The release moves to Tuesday morning");
        String two = hashOf("The release is cancelled");
        String three = hashOf("The release was yesterday, everybody is happy");
        assertThat(store().contradictions(SPACE, 10).total()).isEqualTo(3);
        assertThat(store().contradictions(SPACE, 1).contradictions()).hasSize(1);

        assertThat(store().endContradiction(SPACE, two, one)).isTrue();
        assertThat(store().endContradiction(SPACE, one, two)).isFalse();
        assertThat(store().endContradiction(Space.of("bob"), one, three)).isFalse();
        assertThat(store().endContradiction(SPACE, one, three)).isTrue();

        assertThat(store().find(SPACE, one).orElseThrow().tags()).containsExactly("plan");
        assertThat(store().find(SPACE, two).orElseThrow().tags()).containsExactly(NeighbourRules.CONFLICT_TAG);
        assertThat(store().contradictions(SPACE, 10).total()).isEqualTo(1);
        assertThat(store().contradictions(Space.of("bob"), 10).total()).isZero();
    }

    @Test
    void aDeletedMemoryContradictsNothing() {
        say(memoryAt(START, "The release moves to Tuesday morning"), 1);
        say(memoryAt(START.plusSeconds(1), "The release is cancelled", "news"), 0.97);

        store().delete(SPACE, hashOf("The release moves to Tuesday morning"));

        assertThat(store().contradictions(SPACE, 10).contradictions()).isEmpty();
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("news", 1L));
        reopen();
        assertThat(store().contradictions(SPACE, 10).total()).isZero();
    }

    @Test
    void theExactSameIsADuplicateAndNoNeighbour() {
        Memory memory = memory("The build is green");
        put(memory, 1);

        assertThat(put(memory, 1)).isEqualTo(new StoreOutcome.Duplicate(memory));
    }
}
