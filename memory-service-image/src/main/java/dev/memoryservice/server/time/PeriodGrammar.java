package dev.memoryservice.server.time;

import dev.memoryservice.server.time.Calendar.PartOfDay;
import dev.memoryservice.server.time.Calendar.Unit;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.Period;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the name of a period: a day, a week, a summer, an hour of a day. Each rule reads all of its words or none. */
final class PeriodGrammar {

    private static final Set<String> LAST = Set.of("last", "previous", "past");
    private static final Set<String> THIS = Set.of("this", "current");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final Pattern YEAR = Pattern.compile("(?:19|2\\d)\\d\\d");
    private static final Pattern DAY_OF_MONTH = Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2})(?::(\\d{2}))?\\s?([ap]m)?");

    private final Tokens tokens;
    private final Calendar calendar;
    private final IsoDates iso;

    PeriodGrammar(Tokens tokens, Calendar calendar) {
        this.tokens = tokens;
        this.calendar = calendar;
        this.iso = new IsoDates(calendar);
    }

    /** The period that the next words name. */
    Optional<Span> period() {
        return firstOf(this::timeOfDay, () -> whole().map(this::narrowed));
    }

    /** A day of the month by itself, as in {@code 1 to 3 May}. */
    Optional<Integer> dayOfMonth() {
        return tokens.takes(DAY_OF_MONTH)
                .map(day -> Integer.parseInt(day.group(1)))
                .filter(day -> day >= 1 && day <= 31);
    }

    private Optional<Span> whole() {
        tokens.takes("the");
        return firstOf(
                () -> tokens.takes(IsoDates.PATTERN).flatMap(iso::read),
                this::relativeDay,
                this::ago,
                this::lastUnits,
                this::last,
                this::current,
                this::monthThenDay,
                this::dayThenMonth,
                () -> recurring().map(this::withYear),
                () -> tokens.takes(Vocabulary.WEEKDAYS).map(this::weekday),
                () -> taken(tokens.takes("weekend"), calendar::weekend),
                this::year,
                () -> taken(tokens.takes("now"), () -> Span.only(calendar.now(), calendar.now())));
    }

    private Optional<Span> relativeDay() {
        if (tokens.takes("day", "before", "yesterday")) {
            return Optional.of(calendar.day(-2));
        }
        if (tokens.takes("yesterday")) {
            return Optional.of(calendar.day(-1));
        }
        if (tokens.takes("earlier", "today") || tokens.takes("today")) {
            return Optional.of(calendar.day(0));
        }
        return taken(tokens.takes("tomorrow"), () -> calendar.day(1));
    }

    /** {@code 2 weeks ago}. */
    private Optional<Span> ago() {
        return counted().filter(ignored -> tokens.takes("ago")).map(c -> calendar.ago(c.count(), c.unit()));
    }

    /** {@code last 3 days}; {@code past week} is the last seven days, {@code last week} the calendar's. */
    private Optional<Span> lastUnits() {
        if (tokens.takes("past")) {
            Optional<Unit> unit = tokens.takes(Vocabulary.UNITS);
            if (unit.isPresent()) {
                return unit.map(u -> calendar.last(1, u));
            }
            return counted().map(c -> calendar.last(c.count(), c.unit()));
        }
        return tokens.takesOneOf(LAST) ? counted().map(c -> calendar.last(c.count(), c.unit())) : Optional.empty();
    }

    /** {@code last week}, {@code last Monday}, {@code last summer}: the last one that is over. */
    private Optional<Span> last() {
        if (!tokens.takesOneOf(LAST)) {
            return Optional.empty();
        }
        Optional<Unit> unit = tokens.takes(Vocabulary.UNITS);
        if (unit.isPresent()) {
            return unit.map(u -> u.isShort() || u == Unit.DAY
                    ? calendar.last(1, u)
                    : calendar.current(u).previous().fixed());
        }
        return firstOf(
                        this::recurring,
                        () -> tokens.takes(Vocabulary.WEEKDAYS).map(calendar::weekday),
                        () -> taken(tokens.takes("weekend"), calendar::weekend),
                        () -> tokens.takes(Vocabulary.PARTS_OF_DAY).map(part -> daily(part)))
                .map(period -> period.ended(calendar.now()).fixed());
    }

    /** {@code this week}, {@code this summer}: the one that runs, or began last. */
    private Optional<Span> current() {
        if (tokens.takes("tonight")) {
            return Optional.of(PartOfDay.NIGHT.of(calendar.today()));
        }
        if (!tokens.takesOneOf(THIS)) {
            return Optional.empty();
        }
        return firstOf(
                        () -> tokens.takes(Vocabulary.UNITS).map(calendar::current),
                        this::recurring,
                        () -> tokens.takes(Vocabulary.WEEKDAYS).map(calendar::weekday),
                        () -> taken(tokens.takes("weekend"), calendar::weekend),
                        () -> tokens.takes(Vocabulary.PARTS_OF_DAY).map(part -> part.of(calendar.today())))
                .map(Span::fixed);
    }

    /** A month, a quarter or a season. */
    private Optional<Span> recurring() {
        return firstOf(
                () -> tokens.takes(Vocabulary.MONTHS).map(calendar::month),
                () -> tokens.takes(Vocabulary.SEASONS).map(calendar::season),
                this::quarter);
    }

    private Optional<Span> quarter() {
        int start = tokens.position();
        Optional<Integer> quarter = tokens.takes(Vocabulary.QUARTERS);
        boolean isWord = quarter.isPresent() && !tokens.get(start).word().startsWith("q");
        return quarter.filter(q -> !isWord || tokens.takes("quarter")).map(calendar::quarter);
    }

    private Optional<Span> monthThenDay() {
        return tokens.takes(Vocabulary.MONTHS)
                .flatMap(month -> dayOfMonth().map(day -> calendar.dayOf(month, day)))
                .map(this::withYear);
    }

    private Optional<Span> dayThenMonth() {
        Optional<Integer> day = dayOfMonth();
        if (day.isEmpty()) {
            return Optional.empty();
        }
        tokens.takes("of");
        Optional<Month> month = tokens.takes(Vocabulary.MONTHS);
        return month.map(m -> calendar.dayOf(m, day.get())).map(this::withYear);
    }

    /** {@code Monday}, or {@code Monday of last week}. */
    private Span weekday(DayOfWeek day) {
        int start = tokens.position();
        tokens.takes("of");
        Optional<Span> week = firstOf(this::ago, this::last, this::current)
                .filter(period -> period.start().plusWeeks(1).equals(period.end()));
        if (week.isEmpty()) {
            tokens.backTo(start);
            return calendar.weekday(day);
        }
        return calendar.date(week.get().start().toLocalDate().with(day));
    }

    private Optional<Span> year() {
        tokens.takes("year");
        return takeYear().map(calendar::year);
    }

    /** The period in the year that follows, if one does. */
    private Span withYear(Span period) {
        int start = tokens.position();
        tokens.takes("of");
        Optional<Integer> year = takeYear();
        int thisYear = calendar.now().getYear();
        if (year.isEmpty() && tokens.takesOneOf(LAST) && tokens.takes("year")) {
            year = Optional.of(thisYear - 1);
        } else if (year.isEmpty() && tokens.takesOneOf(THIS) && tokens.takes("year")) {
            year = Optional.of(thisYear);
        }
        if (year.isEmpty()) {
            tokens.backTo(start);
        }
        return year.map(period::inYear).orElse(period);
    }

    private Optional<Integer> takeYear() {
        return tokens.takes(YEAR).map(year -> Integer.parseInt(year.group()));
    }

    /** {@code 3pm yesterday}, {@code the morning of 3 May}, or by itself the last one that began. */
    private Optional<Span> timeOfDay() {
        tokens.takes("the");
        return firstOf(() -> tokens.takes(Vocabulary.PARTS_OF_DAY).map(part -> onADay(part::of)), () -> clock().map(
                        this::onADay));
    }

    private Span onADay(Function<Span, Span> time) {
        int start = tokens.position();
        if (!tokens.takes("of")) {
            tokens.takes("on");
        }
        Optional<Span> day = whole().filter(PeriodGrammar::isDay);
        if (day.isEmpty()) {
            tokens.backTo(start);
            return daily(time);
        }
        return time.apply(day.get());
    }

    /** A day narrowed to the time of day that follows, if one does. */
    private Span narrowed(Span period) {
        if (!isDay(period)) {
            return period;
        }
        int start = tokens.position();
        if (!tokens.takes("in")) {
            tokens.takes("at");
        }
        tokens.takes("the");
        Optional<Function<Span, Span>> time =
                firstOf(() -> tokens.takes(Vocabulary.PARTS_OF_DAY).map(part -> part::of), this::clock);
        if (time.isEmpty()) {
            tokens.backTo(start);
        }
        return time.map(t -> t.apply(period)).orElse(period);
    }

    private Span daily(PartOfDay part) {
        return daily(part::of);
    }

    private Span daily(Function<Span, Span> time) {
        Span today = time.apply(calendar.today());
        Span recurring = new Span(today.start(), today.end(), Optional.of(Period.ofDays(1)));
        return today.start().isAfter(calendar.now()) ? recurring.previous() : recurring;
    }

    private static boolean isDay(Span period) {
        return period.start().plusDays(1).equals(period.end());
    }

    /** A time of day: {@code 3pm} is an hour, {@code 15:30} a minute. */
    private Optional<Function<Span, Span>> clock() {
        return tokens.takes(CLOCK)
                .filter(clock -> clock.group(2) != null || clock.group(3) != null)
                .flatMap(clock -> time(clock)
                        .map(time ->
                                day -> calendar.clock(day, time, clock.group(2) == null ? Unit.HOUR : Unit.MINUTE)));
    }

    private static Optional<LocalTime> time(Matcher clock) {
        int hour = Integer.parseInt(clock.group(1));
        int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
        boolean twelveHours = clock.group(3) != null;
        if (minute > 59 || hour > 23 || (twelveHours && (hour < 1 || hour > 12))) {
            return Optional.empty();
        }
        return Optional.of(
                LocalTime.of(twelveHours ? hour % 12 + ("pm".equals(clock.group(3)) ? 12 : 0) : hour, minute));
    }

    private record Counted(int count, Unit unit) {}

    private Optional<Counted> counted() {
        if (tokens.takes("a", "few") || tokens.takes("a", "couple")) {
            tokens.backTo(tokens.position() - 1);
        }
        Optional<Integer> count = tokens.takes(Vocabulary.NUMBERS)
                .or(() -> tokens.takes(NUMBER).map(number -> Integer.parseInt(number.group())))
                .filter(number -> number > 0);
        tokens.takes("of");
        return count.flatMap(number -> tokens.takes(Vocabulary.UNITS).map(unit -> new Counted(number, unit)));
    }

    /** {@code 3 days}, as a length of time before now. */
    Optional<Span> age() {
        return counted().map(c -> Span.only(calendar.back(c.count(), c.unit()), calendar.now()));
    }

    private static Optional<Span> taken(boolean taken, Supplier<Span> period) {
        return taken ? Optional.of(period.get()) : Optional.empty();
    }

    /** The first rule that applies; words that a rule has read in vain are given back. */
    @SafeVarargs
    private <T> Optional<T> firstOf(Supplier<Optional<T>>... rules) {
        int start = tokens.position();
        for (Supplier<Optional<T>> rule : rules) {
            Optional<T> read = rule.get();
            if (read.isPresent()) {
                return read;
            }
            tokens.backTo(start);
        }
        return Optional.empty();
    }
}
