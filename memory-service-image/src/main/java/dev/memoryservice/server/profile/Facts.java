package dev.memoryservice.server.profile;

import dev.memoryservice.server.profile.StatementPatterns.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The long-term view: what somebody said of him- or herself. The same said twice counts once, with both sources; of
 * statements that exclude each other the newest holds.
 */
final class Facts {

    /** How many are given, most telling first. */
    private static final int MOST = 50;

    private Facts() {}

    /** What the user said of the user. */
    static List<Knowledge> ofUser(List<Utterance> utterances) {
        return known(utterances, Utterance::user);
    }

    /** What the agent said of the agent. */
    static List<Knowledge> ofAgent(List<Utterance> utterances) {
        return known(utterances, Utterance::agent);
    }

    private static List<Knowledge> known(List<Utterance> utterances, Function<Utterance, String> speaker) {
        List<Statement> newestFirst = utterances.stream()
                .sorted(Comparator.comparing(Utterance::saidAt).reversed())
                .flatMap(utterance -> StatementPatterns.in(speaker.apply(utterance)).reversed().stream()
                        .map(found -> statement(found, utterance)))
                .toList();
        Map<String, List<Statement>> said = new LinkedHashMap<>();
        Map<String, String> holding = new LinkedHashMap<>();
        for (Statement statement : newestFirst) {
            String text = StatementPatterns.normalised(statement.text());
            String holds = statement
                    .subject()
                    .map(subject -> holding.computeIfAbsent(subject, unheard -> text))
                    .orElse(text);
            if (holds.equals(text)) {
                said.computeIfAbsent(text, unsaid -> new ArrayList<>()).add(statement);
            }
        }
        return said.values().stream()
                .sorted(Comparator.comparing(
                                (List<Statement> same) -> same.getFirst().category())
                        .thenComparing(Comparator.<List<Statement>>comparingInt(Facts::memories)
                                .reversed())
                        .thenComparing(same -> same.getFirst().saidAt(), Comparator.reverseOrder()))
                .limit(MOST)
                .map(Facts::knowledge)
                .toList();
    }

    private static Statement statement(Found found, Utterance source) {
        return new Statement(found.category(), found.text(), found.subject(), source.saidAt(), source.contentHash());
    }

    private static int memories(List<Statement> same) {
        return (int) same.stream().map(Statement::contentHash).distinct().count();
    }

    private static Knowledge knowledge(List<Statement> same) {
        Statement last = same.getFirst();
        Instant saidAt = last.saidAt();
        return new Knowledge(
                last.text(),
                saidAt.toString(),
                last.category().name().toLowerCase(Locale.ROOT),
                memories(same),
                same.stream()
                        .map(Statement::contentHash)
                        .distinct()
                        .limit(Knowledge.MOST_EVIDENCE)
                        .toList());
    }
}
