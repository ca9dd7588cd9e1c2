package dev.memoryservice.server.time;

import dev.memoryservice.server.time.Calendar.Unit;
import java.time.DateTimeException;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A stretch of time in English words or digits, for example {@code yesterday}, {@code last 3 days}, {@code before March
 * 2025}, {@code between 1 May and 3 June}, {@code Monday evening}, {@code 2025-05-01..2025-05-07}. What can be said is
 * in {@code docs/filters.md}.
 *
 * <p>Memories are of the past: words without a year or a week mean the last such time that began ({@code March},
 * {@code Monday}), and with {@code last} the last one that is over. Weeks begin on Monday.
 */
public final class TimeExpression {

    /** The longest expression, in characters. */
    public static final int LONGEST = 200;

    private static final Set<String> PREPOSITIONS =
            Set.of("in", "on", "at", "during", "within", "over", "throughout", "for", "of");
    private static final Set<String> UNTIL = Set.of("to", "until", "till", "through", "thru", "-", "–", "—", "..", "/");

    private static final Set<String> UNMISTAKABLE = Set.of("today", "yesterday", "tonight", "tomorrow", "recently");
    private static final Set<String> TELLING_NOTHING = Set.of("the", "of", "for", "at", "over", "within", "throughout");

    private final Tokens tokens;
    private final Calendar calendar;
    private final PeriodGrammar grammar;

    private TimeExpression(Tokens tokens, ZonedDateTime now) {
        this.tokens = tokens;
        this.calendar = new Calendar(now);
        this.grammar = new PeriodGrammar(tokens, calendar);
    }

    /**
     * Where a text speaks of a time.
     *
     * @param range the time
     * @param words the words that say it
     * @param rest the text without them
     */
    public record Mention(TimeRange range, String words, String rest) {}

    /**
     * Reads an expression.
     *
     * @param now the present, in the time zone that days begin in
     * @return empty when it is none
     */
    public static Optional<TimeRange> parse(String text, ZonedDateTime now) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        TimeExpression expression = new TimeExpression(new Tokens(text), now);
        return expression.range().filter(range -> expression.tokens.atEnd());
    }

    /**
     * Finds the expression in a sentence, for example in {@code what did we decide last week about backups?}. Single
     * words that mean other things as well, such as {@code may}, {@code sun} or {@code fall}, do not count.
     *
     * @param now the present, in the time zone that days begin in
     * @return the longest expression; empty when there is none
     */
    public static Optional<Mention> find(String text, ZonedDateTime now) {
        String searched = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        TimeExpression expression = new TimeExpression(new Tokens(searched), now);
        Tokens tokens = expression.tokens;
        Optional<TimeRange> best = Optional.empty();
        int bestStart = 0;
        int bestEnd = 0;
        for (int start = 0; start < tokens.size(); start++) {
            tokens.backTo(start);
            Optional<TimeRange> range = expression.range();
            int end = tokens.position();
            if (range.isPresent() && end - start > bestEnd - bestStart && expression.isClear(start, end)) {
                best = range;
                bestStart = start;
                bestEnd = end;
            }
        }
        if (best.isEmpty()) {
            return Optional.empty();
        }
        int from = tokens.get(bestStart).start();
        int until = tokens.get(bestEnd - 1).end();
        return Optional.of(new Mention(
                best.get(),
                text.substring(from, until),
                (text.substring(0, from).stripTrailing() + " "
                                + text.substring(until).stripLeading())
                        .strip()));
    }

    /** Whether the words mean a time wherever they stand: several do, one does when it has no other meaning. */
    private boolean isClear(int start, int end) {
        List<String> telling = IntStream.range(start, end)
                .mapToObj(i -> tokens.get(i).word())
                .filter(word -> !TELLING_NOTHING.contains(word))
                .toList();
        if (telling.size() != 1) {
            return !telling.isEmpty();
        }
        String word = telling.getFirst();
        boolean isName = Vocabulary.WEEKDAYS.containsKey(word) || Vocabulary.MONTHS.containsKey(word);
        return UNMISTAKABLE.contains(word)
                || (isName && word.length() > "march".length())
                || (Character.isDigit(word.charAt(0)) && !word.chars().allMatch(Character::isDigit));
    }

    private Optional<TimeRange> range() {
        int start = tokens.position();
        try {
            return bounded().or(() -> back(start, this::oneSided)).or(() -> back(start, this::inside));
        } catch (DateTimeException e) {
            // 30 February, or a year that no calendar has.
            return Optional.empty();
        }
    }

    private Optional<TimeRange> back(int start, Supplier<Optional<TimeRange>> rule) {
        tokens.backTo(start);
        return rule.get();
    }

    /** {@code between … and …}, {@code from … to …}, or just {@code … to …}. */
    private Optional<TimeRange> bounded() {
        if (tokens.takes("between")) {
            return bounds(Set.of("and", "-", "–"));
        }
        if (!tokens.takes("from")) {
            tokens.takesOneOf(PREPOSITIONS);
        }
        return bounds(UNTIL);
    }

    private Optional<TimeRange> bounds(Set<String> middle) {
        int start = tokens.position();
        Optional<Span> first = grammar.period();
        if (first.isPresent() && tokens.takesOneOf(middle)) {
            int second = tokens.position();
            Optional<Span> last = grammar.period();
            if (last.isPresent()) {
                return Optional.of(joined(first.get(), last.get()));
            }
            tokens.backTo(second);
            // May 1 to 3
            return grammar.dayOfMonth()
                    .map(day -> joined(
                            first.get(),
                            calendar.date(first.get().start().toLocalDate().withDayOfMonth(day))));
        }
        // 1 to 3 May
        tokens.backTo(start);
        tokens.takes("the");
        Optional<Integer> day = grammar.dayOfMonth();
        if (day.isEmpty() || !tokens.takesOneOf(middle)) {
            return Optional.empty();
        }
        return grammar.period()
                .map(last -> joined(calendar.date(last.start().toLocalDate().withDayOfMonth(day.get())), last));
    }

    /** From the beginning of one period to the end of another; a year that only one of them names holds for both. */
    private static TimeRange joined(Span first, Span last) {
        Span start = first;
        Span end = last;
        if (start.cycle().isPresent() && end.cycle().isEmpty() && isYearly(start)) {
            start = new Span(start.inYear(end.start().getYear()).start(), start.end(), start.cycle());
        } else if (start.cycle().isEmpty() && end.cycle().isPresent() && isYearly(end)) {
            Span sameYear = end.inYear(start.start().getYear());
            end = sameYear.end().isAfter(start.start())
                    ? sameYear
                    : end.inYear(start.start().getYear() + 1);
        }
        if (start.start().isAfter(end.start())) {
            start = start.previous();
        }
        if (start.from().isAfter(end.until())) {
            throw new DateTimeException("It ends before it begins");
        }
        return TimeRange.between(start.from(), end.until());
    }

    private static boolean isYearly(Span period) {
        return period.cycle().filter(Period.ofYears(1)::equals).isPresent();
    }

    /** {@code since …}, {@code after …}, {@code before …}, {@code until …}, {@code older than …}. */
    private Optional<TimeRange> oneSided() {
        if (tokens.takes("recently")) {
            return Optional.of(TimeRange.since(calendar.last(7, Unit.DAY).from()));
        }
        if (tokens.takes("older", "than")) {
            return grammar.age().map(age -> TimeRange.before(age.from()));
        }
        if (tokens.takes("newer", "than")) {
            return grammar.age().map(age -> TimeRange.since(age.from()));
        }
        if (tokens.takesOneOf(Set.of("since", "from")) || tokens.takes("starting")) {
            return grammar.period().map(period -> {
                if (!tokens.takes("onwards") && !tokens.takes("onward")) {
                    tokens.takes("on");
                }
                return TimeRange.since(period.from());
            });
        }
        if (tokens.takes("after")) {
            return grammar.period().map(period -> TimeRange.since(period.until()));
        }
        if (tokens.takes("before") || tokens.takes("prior", "to")) {
            return grammar.period().map(period -> TimeRange.before(period.from()));
        }
        if (tokens.takesOneOf(Set.of("until", "till")) || tokens.takes("up", "to")) {
            return grammar.period().map(period -> TimeRange.before(period.until()));
        }
        return Optional.empty();
    }

    private Optional<TimeRange> inside() {
        tokens.takesOneOf(PREPOSITIONS);
        return grammar.period().map(period -> TimeRange.between(period.from(), period.until()));
    }

    /** What clients are told of a text that is no time. */
    public static String problem(String text) {
        return "Could not parse time query: '" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                + "'. Try 'yesterday', 'last week', 'this month', etc.";
    }
}
