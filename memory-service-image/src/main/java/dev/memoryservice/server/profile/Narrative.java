package dev.memoryservice.server.profile;

import dev.memoryservice.server.profile.Narrative.Source;
import java.util.List;
import java.util.Optional;

/**
 * A profile as text, each line with its sources.
 *
 * @param text for people and models
 * @param source who wrote it
 * @param note why the language model did not, where one is configured
 */
record Narrative(String text, Source source, Optional<String> note) {

    /** Who wrote a profile. */
    enum Source {
        COMPUTED,
        LANGUAGE_MODEL
    }

    /** So many digits of a content hash tell it apart from the others in a text. */
    private static final int CITED_DIGITS = 12;

    private static final int STATEMENTS = 15;

    /** The views in words, as they are. */
    static Narrative computed(ProfileViews views, Optional<String> note) {
        StringBuilder text = new StringBuilder();
        if (views.read() == 0) {
            text.append("Nothing is known yet: there are no memories.");
        } else if (views.user().isEmpty()
                && views.midTerm().isEmpty()
                && views.names().isEmpty()) {
            text.append("No lasting facts and no recurring topics were found in the ")
                    .append(views.read())
                    .append(" memories that were read.");
        }
        section(
                text,
                "What the user said",
                views.user().stream()
                        .limit(STATEMENTS)
                        .map(fact -> fact.knowledge() + cited(fact.evidence()))
                        .toList());
        section(
                text,
                "Topics of the last four weeks",
                views.midTerm().stream()
                        .map(topic -> String.join(", ", topic.terms()) + " (" + topic.memories() + " memories)"
                                + cited(topic.evidence()))
                        .toList());
        section(
                text,
                "Names that recur",
                views.names().stream()
                        .limit(STATEMENTS)
                        .map(name -> name.name() + " (" + name.memories() + " memories)" + cited(name.evidence()))
                        .toList());
        return new Narrative(text.toString(), Source.COMPUTED, note);
    }

    /** Cites the first of the sources, as in {@code [3f2a9c01b7de]}. */
    static String cited(List<String> evidence) {
        return " [" + abbreviated(evidence.getFirst()) + "]";
    }

    static String abbreviated(String contentHash) {
        return contentHash.substring(0, CITED_DIGITS);
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(title).append(":");
            lines.forEach(line -> text.append("\n- ").append(line));
        }
    }
}
