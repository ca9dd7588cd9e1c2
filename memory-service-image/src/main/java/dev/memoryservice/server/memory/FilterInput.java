package dev.memoryservice.server.memory;

import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.time.TimeExpression;
import dev.memoryservice.server.time.TimeRange;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a {@link MemoryFilter} from a request. The same names mean the same for a query, a body and the arguments of a
 * tool:
 *
 * <ul>
 *   <li>{@code tags} (or {@code tag}) with {@code tag_match}, and {@code tag_expression}, see {@link TagExpression}
 *   <li>{@code memory_type} and {@code conversation_id}
 *   <li>{@code time_filter} (or {@code time_expr}), see {@link TimeExpression}; {@code after}, which begins with the
 *       beginning of such a time, and {@code before}, which ends with it
 *   <li>{@code tz}, the time zone that days begin in; UTC when it is not given
 * </ul>
 *
 * <p>What is given must all match. A blank text counts as absent, as forms send it.
 */
public final class FilterInput {

    private FilterInput() {}

    /**
     * The filter that is given; {@link MemoryFilter#NONE} when nothing is. Wrong values are refused by
     * {@link Input#check}.
     *
     * @throws RefusedException when a time or a time zone cannot be read
     */
    public static MemoryFilter read(Input input) {
        return further(input)
                .withTags(
                        input.words(input.has("tags") ? "tags" : "tag"),
                        input.choice("tag_match", TagMatch.class, TagMatch.ANY));
    }

    /**
     * As {@link #read}, without {@code tags}, which the caller reads by itself.
     *
     * @throws RefusedException when a time or a time zone cannot be read
     */
    public static MemoryFilter further(Input input) {
        MemoryFilter filter = MemoryFilter.NONE;
        Optional<String> expression = given(input, "tag_expression");
        if (expression.isPresent()) {
            try {
                filter = filter.withTags(TagExpression.parse(expression.get()));
            } catch (TagExpressionException e) {
                input.reject("tag_expression", "tag_expression", e.getMessage());
            }
        }
        filter = given(input, "memory_type").map(filter::withType).orElse(filter);
        filter = given(input, "conversation_id").map(filter::withConversation).orElse(filter);
        return filter.within(created(input));
    }

    /**
     * The present in the time zone that the request names.
     *
     * @throws RefusedException when there is no such time zone
     */
    public static ZonedDateTime now(Input input) {
        Optional<String> zone = given(input, "tz");
        try {
            return ZonedDateTime.now(zone.<ZoneId>map(ZoneId::of).orElse(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE,
                    "Unknown time zone '" + zone.orElse("") + "': use a name such as Europe/Warsaw, or an offset such"
                            + " as +02:00");
        }
    }

    /**
     * The time that older clients mean by {@code start_date} and {@code end_date}, both included, and
     * {@code before_date}.
     *
     * @throws RefusedException when a date cannot be read
     */
    public static TimeRange days(Input input) {
        ZonedDateTime now = now(input);
        Optional<TimeRange> start = given(input, "start_date")
                .map(text -> new TimeRange(time(text, now).from(), Optional.empty()));
        Optional<TimeRange> end = given(input, "end_date")
                .map(text -> new TimeRange(Optional.empty(), time(text, now).until()));
        Optional<TimeRange> before = given(input, "before_date").map(text -> until(text, now));
        return Stream.of(start, end, before).flatMap(Optional::stream).reduce(TimeRange.ALWAYS, TimeRange::and);
    }

    /** Until the beginning of a time. */
    private static TimeRange until(String text, ZonedDateTime now) {
        return new TimeRange(Optional.empty(), time(text, now).from());
    }

    private static TimeRange created(Input input) {
        ZonedDateTime now = now(input);
        Optional<TimeRange> during = given(input, input.has("time_filter") ? "time_filter" : "time_expr")
                .map(text -> time(text, now));
        Optional<TimeRange> after =
                given(input, "after").map(text -> new TimeRange(time(text, now).from(), Optional.empty()));
        Optional<TimeRange> before = given(input, "before").map(text -> until(text, now));
        return Stream.of(during, after, before).flatMap(Optional::stream).reduce(TimeRange.ALWAYS, TimeRange::and);
    }

    private static TimeRange time(String text, ZonedDateTime now) {
        return TimeExpression.parse(text, now)
                .orElseThrow(
                        () -> new RefusedException(RefusedException.Reason.BAD_VALUE, TimeExpression.problem(text)));
    }

    private static Optional<String> given(Input input, String name) {
        return input.text(name).map(String::strip).filter(text -> !text.isEmpty());
    }
}
