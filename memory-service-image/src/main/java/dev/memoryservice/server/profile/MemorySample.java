package dev.memoryservice.server.profile;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a space that a profile is computed from: the newest memories, and those anywhere in the past that read
 * like somebody speaking of him- or herself, found by searching. So the cost does not grow with the number of
 * memories beyond that of eight searches.
 *
 * @param newest the newest memories, newest first, at most {@link #NEWEST}
 * @param telling found by searching, without those that are among the newest
 * @param total how many memories the space holds
 */
record MemorySample(List<Utterance> newest, List<Utterance> telling, long total) {

    /** How many of the newest memories are read. */
    static final int NEWEST = 500;

    /** How many hits of each question are read. */
    private static final int HITS = 20;

    /** Small, because a memory may be as large as a mebibyte and a page is held whole. */
    private static final int PAGE = 20;

    /** What statements about oneself sound like, one question for each kind. */
    private static final List<String> QUESTIONS = List.of(
            "My name is, I am called",
            "I live in, moved to, come from, was born in",
            "I work as, work for, my job, my role, my company",
            "I prefer, like, love, hate, dislike, my favourite",
            "my wife, husband, partner, son, daughter, parents, dog, cat",
            "I am allergic, vegetarian, vegan, my health, my diet",
            "I always, never, usually, every day, my habit",
            "I plan to, want to learn, my goal, I speak, I play");

    /** Everything that was read, newest first within each part. */
    List<Utterance> all() {
        List<Utterance> all = new ArrayList<>(newest);
        all.addAll(telling);
        return all;
    }

    /** Reads a sample. Blocks; not told to the event streams, because nobody searched. */
    static MemorySample read(MemoryStore store, Embedder embedder, Space space) {
        Map<String, Utterance> newest = new LinkedHashMap<>();
        long total = 0;
        for (int page = 1; page <= NEWEST / PAGE; page++) {
            MemoryPage found = store.list(space, MemoryFilter.NONE, page, PAGE);
            total = found.total();
            found.memories().forEach(memory -> newest.putIfAbsent(memory.contentHash(), Utterance.of(memory)));
            if (found.memories().size() < PAGE) {
                break;
            }
        }
        Map<String, Utterance> telling = new LinkedHashMap<>();
        if (total > newest.size()) {
            for (String question : QUESTIONS) {
                SearchQuery query = new SearchQuery(question, embedder.embed(question), HITS, MemoryFilter.NONE);
                for (SearchHit hit : store.search(space, query)) {
                    Memory memory = hit.memory();
                    if (!newest.containsKey(memory.contentHash())) {
                        telling.putIfAbsent(memory.contentHash(), Utterance.of(memory));
                    }
                }
            }
        }
        return new MemorySample(List.copyOf(newest.values()), List.copyOf(telling.values()), total);
    }
}
