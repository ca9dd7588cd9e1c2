package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/manage/bulk-delete}. */
@Schema(name = "BulkDeleteRequest")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BulkDeleteRequest(
        @Schema(nullable = true, description = "Memories with this tag")
        String tag,

        @Schema(nullable = true, description = "Memories with these tags, as a list or as one text with commas")
        List<String> tags,

        @Schema(
                enumeration = {"any", "all"},
                defaultValue = "any")
        String tagMatch,

        @Schema(nullable = true, description = "Memories stored before this day (UTC) or time", examples = "2026-01-31")
        String beforeDate,

        @Schema(nullable = true, description = "Memories of this type")
        String memoryType,

        @Schema(
                nullable = true,
                maxItems = BulkDeleteRequest.MOST_HASHES,
                description = "These memories; not together with another condition")
        List<String> hashes,

        @Schema(
                nullable = true,
                minimum = "0",
                description = "How many memories will be deleted; must be right. A refusal tells the number")
        Integer confirmCount,

        @Schema(defaultValue = "default") String store) {

    static final int MOST_HASHES = 1_000;

    /**
     * What is to be deleted.
     *
     * @param hashes these memories, or those that {@code filter} means when there are none
     * @param operation the same in words
     */
    record Parsed(
            List<String> hashes,
            MemoryFilter filter,
            String operation,
            OptionalInt confirmed,
            Optional<String> store) {}

    static Parsed read(Input body) {
        MemoryFilter filter = MemoryFilter.NONE;
        List<String> words = new ArrayList<>();
        List<String> tags = new ArrayList<>(body.words("tags"));
        body.text("tag").ifPresent(tags::add);
        TagMatch match = body.choice("tag_match", TagMatch.class, TagMatch.ANY);
        tags.removeIf(String::isBlank);
        if (!tags.isEmpty()) {
            filter = filter.withTags(tags, match);
            words.add("with tag '" + String.join(match == TagMatch.ANY ? "' or '" : "' and '", tags) + "'");
        }
        Optional<String> before = body.text("before_date");
        if (before.isPresent()) {
            Optional<Instant> moment = moment(before.get());
            if (moment.isEmpty()) {
                body.reject(
                        "date_from_datetime_parsing",
                        "before_date",
                        "Input should be a day as YYYY-MM-DD, or a time as YYYY-MM-DDThh:mm:ssZ");
            } else {
                filter = filter.within(TimeRange.before(moment.get()));
                words.add("stored before " + before.get());
            }
        }
        Optional<String> type = body.text("memory_type").filter(given -> !given.isBlank());
        if (type.isPresent()) {
            filter = filter.withType(type.get());
            words.add("of type '" + type.get() + "'");
        }
        List<String> hashes = body.words("hashes");
        if (hashes.size() > MOST_HASHES) {
            body.reject("too_long", "hashes", "List should have at most " + MOST_HASHES + " items");
        }
        Parsed parsed = new Parsed(
                hashes,
                filter,
                "Delete memories " + (hashes.isEmpty() ? String.join(", ", words) : "by content hash"),
                body.integer("confirm_count", 0, Integer.MAX_VALUE),
                body.text("store"));
        body.check();
        if (hashes.isEmpty() == words.isEmpty()) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE,
                    hashes.isEmpty()
                            ? "At least one filter (tag, tags, before_date, memory_type or hashes) must be specified"
                            : "hashes cannot be combined with another filter: send two requests");
        }
        return parsed;
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    text.length() <= "YYYY-MM-DD".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
