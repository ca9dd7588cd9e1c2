package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A person, place, product or project that the user keeps coming back to: written with a capital inside a sentence, in
 * at least three memories of at least two days.
 *
 * @param name as it is written
 * @param memories how many of the memories that were read have it
 * @param last when it was last said, ISO 8601 in UTC
 * @param evidence content hashes of memories that have it, newest first, at most five
 */
@Schema(name = "RecurringName")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RecurringName(String name, int memories, String last, List<String> evidence) {

    private static final int LEAST_MEMORIES = 3;
    private static final int LEAST_DAYS = 2;
    private static final int MOST = 20;

    private static final Pattern INSIDE_SENTENCE = Pattern.compile(
            "(?<=[\\p{Ll}\\p{Nd},;] )\\p{Lu}[\\p{L}\\p{Nd}-]{1,30}(?: \\p{Lu}[\\p{L}\\p{Nd}-]{1,30}){0,3}");

    private static final Set<String> CALENDAR = Set.of(
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    /** The names in what the user said, most frequent first. */
    static List<RecurringName> in(List<Utterance> utterances) {
        Map<String, List<Utterance>> said = new LinkedHashMap<>();
        utterances.stream()
                .sorted(Comparator.comparing(Utterance::saidAt).reversed())
                .forEach(utterance -> namesIn(utterance.user())
                        .forEach(name -> said.computeIfAbsent(name, unsaid -> new ArrayList<>())
                                .add(utterance)));
        return said.entrySet().stream()
                .filter(name -> name.getValue().size() >= LEAST_MEMORIES && days(name.getValue()) >= LEAST_DAYS)
                .sorted(Comparator.comparingInt((Map.Entry<String, List<Utterance>> name) ->
                        -name.getValue().size()))
                .limit(MOST)
                .map(name -> new RecurringName(
                        name.getKey(),
                        name.getValue().size(),
                        name.getValue().getFirst().saidAt().toString(),
                        name.getValue().stream()
                                .map(Utterance::contentHash)
                                .limit(Knowledge.MOST_EVIDENCE)
                                .toList()))
                .toList();
    }

    private static List<String> namesIn(String text) {
        Matcher matcher = INSIDE_SENTENCE.matcher(text);
        List<String> names = new ArrayList<>();
        while (matcher.find()) {
            if (!CALENDAR.contains(matcher.group()) && !names.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    private static long days(List<Utterance> utterances) {
        return utterances.stream()
                .map(utterance -> utterance.saidAt().atOffset(ZoneOffset.UTC).toLocalDate())
                .distinct()
                .count();
    }
}
