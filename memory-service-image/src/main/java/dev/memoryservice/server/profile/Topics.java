package dev.memoryservice.server.profile;

import dev.memoryservice.server.search.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mid-term view: what the memories of the recent weeks are about. A term is a tag or a telling word; it weighs as
 * often and as lately as it was used. Terms that come in the same memories make one topic.
 */
final class Topics {

    /** How far back the view goes. */
    static final Duration WEEKS = Duration.ofDays(28);

    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final int MOST_TOPICS = 10;
    private static final int MOST_TERMS = 6;

    /** How many terms are compared with each other. */
    private static final int CANDIDATES = 80;

    /** Terms belong together that share this part of the rarer one's memories. */
    private static final double TOGETHER = 0.6;

    /** A word in more than this part of the memories tells nothing about any of them. */
    private static final double EVERYWHERE = 0.5;

    private static final int FEW = 8;

    /** A tag was given on purpose, a word just fell. */
    private static final double TAG_WEIGHT = 2;

    private static final Set<String> MACHINE_TAGS = Set.of("untagged", Exchange.TYPE, "session", "document");

    private static final Set<String> COMMON = Set.of(
            "also",
            "always",
            "because",
            "day",
            "days",
            "even",
            "ever",
            "favourite",
            "first",
            "get",
            "give",
            "go",
            "going",
            "good",
            "got",
            "help",
            "hate",
            "here",
            "into",
            "just",
            "know",
            "last",
            "let",
            "like",
            "live",
            "look",
            "love",
            "made",
            "make",
            "may",
            "more",
            "most",
            "much",
            "name",
            "need",
            "never",
            "new",
            "next",
            "no",
            "not",
            "now",
            "one",
            "only",
            "other",
            "out",
            "please",
            "prefer",
            "really",
            "said",
            "say",
            "see",
            "some",
            "still",
            "take",
            "tell",
            "than",
            "thank",
            "thanks",
            "think",
            "time",
            "today",
            "tomorrow",
            "too",
            "two",
            "up",
            "use",
            "used",
            "user",
            "uses",
            "using",
            "very",
            "want",
            "wants",
            "way",
            "week",
            "well",
            "work",
            "works",
            "yes",
            "yesterday");

    private final List<Utterance> utterances;
    private final Instant now;
    private final Map<String, Term> terms = new HashMap<>();

    /** A term and the memories it is in, by their place in the list. */
    private static final class Term {
        private final String text;
        private final boolean tag;
        private final Set<Integer> memories = new TreeSet<>();
        private double weight;

        Term(String text, boolean tag) {
            this.text = text;
            this.tag = tag;
        }

        boolean comesWith(Term other) {
            long shared = memories.stream().filter(other.memories::contains).count();
            return shared >= TOGETHER * Math.min(memories.size(), other.memories.size());
        }
    }

    private Topics(List<Utterance> utterances, Instant now) {
        this.utterances = utterances;
        this.now = now;
    }

    /**
     * The topics of the weeks before {@code now}, the weightiest first.
     *
     * @param newest newest first
     */
    static List<Topic> of(List<Utterance> newest, Instant now) {
        Instant since = now.minus(WEEKS);
        List<Utterance> recent = newest.stream()
                .filter(utterance -> utterance.saidAt().isAfter(since))
                .toList();
        return new Topics(recent, now).topics();
    }

    private List<Topic> topics() {
        collect();
        List<Term> candidates = terms.values().stream()
                .filter(term -> term.memories.size() >= 2)
                .filter(term ->
                        term.tag || utterances.size() < FEW || term.memories.size() <= EVERYWHERE * utterances.size())
                .sorted(Comparator.comparingDouble((Term term) -> -term.weight).thenComparing(term -> term.text))
                .limit(CANDIDATES)
                .toList();
        List<Topic> topics = new ArrayList<>();
        Set<Term> taken = new HashSet<>();
        for (Term seed : candidates) {
            if (topics.size() < MOST_TOPICS && taken.add(seed)) {
                List<Term> together = new ArrayList<>(List.of(seed));
                candidates.stream()
                        .filter(other -> !taken.contains(other) && seed.comesWith(other))
                        .forEach(together::add);
                taken.addAll(together);
                topics.add(topic(together));
            }
        }
        return topics;
    }

    private void collect() {
        for (int memory = 0; memory < utterances.size(); memory++) {
            Utterance utterance = utterances.get(memory);
            Set<String> tags = new LinkedHashSet<>();
            for (String tag : utterance.tags()) {
                String label = tag.toLowerCase(Locale.ROOT);
                if (!MACHINE_TAGS.contains(label) && label.indexOf(':') < 0) {
                    tags.add(label);
                    count(label, true, memory);
                }
            }
            for (String word : Words.ofQuestion(utterance.user())) {
                if (word.length() > 2
                        && !tags.contains(word)
                        && !COMMON.contains(word)
                        && word.chars().anyMatch(Character::isLetter)) {
                    count(word, false, memory);
                }
            }
        }
    }

    private void count(String text, boolean tag, int memory) {
        Term term = terms.computeIfAbsent(text, unseen -> new Term(text, tag));
        if (term.memories.add(memory)) {
            term.weight += (tag ? TAG_WEIGHT : 1) * recency(utterances.get(memory));
        }
    }

    private double recency(Utterance utterance) {
        double age = Math.max(0, Duration.between(utterance.saidAt(), now).toMillis());
        return Math.pow(0.5, age / HALF_LIFE.toMillis());
    }

    private Topic topic(List<Term> together) {
        Set<Integer> places = new TreeSet<>();
        together.forEach(term -> places.addAll(term.memories));
        List<Utterance> about = places.stream()
                .map(utterances::get)
                .sorted(Comparator.comparing(Utterance::saidAt).reversed())
                .toList();
        double score = about.stream().mapToDouble(this::recency).sum();
        return new Topic(
                together.getFirst().text,
                together.stream().map(term -> term.text).limit(MOST_TERMS).toList(),
                about.size(),
                Math.round(score * 1000) / 1000.0,
                about.getLast().saidAt().toString(),
                about.getFirst().saidAt().toString(),
                about.stream()
                        .map(Utterance::contentHash)
                        .limit(Knowledge.MOST_EVIDENCE)
                        .toList());
    }
}
