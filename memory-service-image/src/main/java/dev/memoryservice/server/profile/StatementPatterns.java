package dev.memoryservice.server.profile;

import dev.memoryservice.server.profile.Statement.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds statements about oneself by how they are worded: first person ("I prefer tea"), or the third person that agents
 * write notes in ("The user prefers tea"). English only. Questions, conditions and what only holds for the moment
 * ("I need help") are left out: a statement too few is better than a wrong one.
 *
 * <p>Linear in the text: every pattern is anchored at a clause and none repeats a repetition.
 */
final class StatementPatterns {

    /** Longer clauses are stories, not facts. */
    private static final int LONGEST = 240;

    /** Where a clause can begin: a sentence, a comma, a conjunction. */
    private static final Pattern CLAUSE = Pattern.compile(
            "(?:^|[,;:—]\\s+|\\b(?:and|but|because|since|so|that)\\s+)(?=(?:I|My|The user|User)\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|\\R+");

    private static final Pattern MOMENTARY =
            Pattern.compile("(?i)^I(?:'m| am|'d| would|'ve| have)? ?(?:\\w+ )?(?:(?:need|want|like|love|have)(?: to)? "
                    + "(?:help|know|ask|see if|understand|you|a question|it|this|that|them|these|those|some help)\\b"
                    + "|(?:looking|wondering|asking|sorry|not sure|unsure|afraid|going to|about to|trying to)\\b).*");

    private static final String ADVERB = "(?:(?:really|also|still|just|now|currently|absolutely|mostly|generally"
            + "|strongly|personally|usually|always|often) )?";

    private static final String RELATION = "wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?|son|daughter"
            + "|child|children|kids?|mother|mom|mum|father|dad|parents|brother|sister|dog|cat|boss|manager|colleague"
            + "|best friend";

    /** How a kind of statement begins; group {@code subject}, where there is one, can only have one answer. */
    private record Wording(Category category, Pattern pattern, String subject) {

        static Wording of(Category category, String subject, String pattern) {
            return new Wording(category, Pattern.compile("^(?:" + pattern + ")", Pattern.CASE_INSENSITIVE), subject);
        }
    }

    /** The first that fits decides. */
    private static final List<Wording> WORDINGS = List.of(
            Wording.of(
                    Category.IDENTITY,
                    "name",
                    "my (?:full |first )?name(?:'s| is) |I(?:'m| am) called |(?:the )?user(?:'s name is| is (?:called|named)) "),
            Wording.of(
                    Category.IDENTITY,
                    "home",
                    "I " + ADVERB + "(?:live|reside)\\b|I(?:'ve| have)? (?:moved|relocated) to |(?:the )?user lives "),
            Wording.of(
                    Category.IDENTITY,
                    "",
                    "my (?<subject>birthday|age|email(?: address)?|phone(?: number)?|address|native language|pronouns"
                            + "|time ?zone|nationality)(?:'s| is| are) "),
            Wording.of(
                    Category.PREFERENCE,
                    "",
                    "(?:my|(?:the )?user's) (?<subject>(?:favou?rite|preferred) [\\w -]{1,40}?)(?:'s| is| are) "),
            Wording.of(
                    Category.PREFERENCE,
                    "taste",
                    "I " + ADVERB + "(?:like|love|prefer|enjoy|hate|dislike|favou?r|adore|can't stand|cannot stand"
                            + "|don't (?:really )?like|do not like|don't enjoy|do not enjoy) (?<object>.+)"
                            + "|(?:the )?user " + ADVERB + "(?:likes|loves|prefers|enjoys|hates|dislikes|favou?rs"
                            + "|doesn't like|does not like) (?<noted>.+)"),
            Wording.of(
                    Category.PREFERENCE,
                    "",
                    "I(?:'m| am) (?:allergic to|vegetarian|vegan|intolerant|lactose|into|a (?:big )?fan of)\\b"
                            + "|I(?:'d| would) rather |(?:the )?user (?:wants|is allergic|is vegetarian|is vegan)\\b"),
            Wording.of(Category.PEOPLE, "", "my (?<subject>" + RELATION + ")(?:'s name)?(?:'s| is| are) "),
            Wording.of(
                    Category.PEOPLE,
                    "",
                    "my (?:" + RELATION + ") \\w|I have (?:an? |two |three |four |\\d )(?:" + RELATION
                            + "|sons|daughters|brothers|sisters|dogs|cats)\\b|I(?:'m| am) (?:married|engaged|single|divorced)\\b"),
            Wording.of(
                    Category.WORK,
                    "work",
                    "I " + ADVERB + "work (?:as|at|for)\\b|my (?:job|role|profession|employer|company|title)(?:'s| is) "
                            + "|(?:the )?user works "),
            Wording.of(
                    Category.HABIT,
                    "",
                    "I (?:always|never|usually|often|rarely|every \\w+)\\b|(?:the )?user (?:always|never|usually) "),
            Wording.of(Category.WORK, "", "I " + ADVERB + "(?:work|teach|manage|lead|maintain|run)\\b"),
            Wording.of(
                    Category.IDENTITY,
                    "",
                    "I(?:'m| am) (?:an? |from |\\d+ years old)|I was born |I (?:come from|grew up) |(?:the )?user is (?:an? |from )"),
            Wording.of(
                    Category.SKILL,
                    "",
                    "I " + ADVERB
                            + "(?:speak|play|study|drive|own|use|know how to)\\b|(?:the )?user (?:speaks|plays|studies|owns|uses|has) "),
            Wording.of(
                    Category.GOAL,
                    "",
                    "I " + ADVERB + "(?:plan to|hope to|intend to|want to|aim to|dream of)\\b"
                            + "|I(?:'m| am) " + ADVERB
                            + "(?:planning|hoping|learning|saving|training|preparing|studying) |my (?:\\w+ )?goal(?:'s| is) "
                            + "|(?:the )?user (?:plans|hopes|intends) to "));

    private StatementPatterns() {}

    /** A statement without its source. */
    record Found(Category category, String text, Optional<String> subject) {}

    /** The statements in a text, in its order. */
    static List<Found> in(String text) {
        List<Found> found = new ArrayList<>();
        for (String sentence : SENTENCE_END.split(text)) {
            String said = sentence.strip().replace('’', '\'');
            if (!said.endsWith("?") && !said.toLowerCase(Locale.ROOT).startsWith("if ")) {
                clauses(said).forEach(clause -> statement(clause).ifPresent(found::add));
            }
        }
        return found;
    }

    /** The clauses of a sentence that begin with the person who speaks. */
    private static List<String> clauses(String sentence) {
        List<String> clauses = new ArrayList<>();
        Matcher start = CLAUSE.matcher(sentence);
        int from = -1;
        while (start.find()) {
            if (from >= 0) {
                clauses.add(sentence.substring(from, start.start()));
            }
            from = start.end();
        }
        if (from >= 0) {
            clauses.add(sentence.substring(from));
        }
        return clauses;
    }

    private static Optional<Found> statement(String clause) {
        String text = clause.strip().replaceAll("[\\s,;:.!—]+$", "");
        if (text.length() > LONGEST || MOMENTARY.matcher(text).matches()) {
            return Optional.empty();
        }
        for (Wording wording : WORDINGS) {
            Matcher matcher = wording.pattern().matcher(text);
            if (matcher.find()) {
                return Optional.of(new Found(wording.category(), text, subject(wording, matcher)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> subject(Wording wording, Matcher matcher) {
        String what = "";
        for (String group : List.of("subject", "object", "noted")) {
            if (matcher.namedGroups().containsKey(group) && matcher.group(group) != null) {
                what = normalised(matcher.group(group));
            }
        }
        String subject = (wording.subject() + " " + what).strip();
        return subject.isEmpty() ? Optional.empty() : Optional.of(subject);
    }

    /** So that two ways to write the same are the same. */
    static String normalised(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("favorite", "favourite")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
