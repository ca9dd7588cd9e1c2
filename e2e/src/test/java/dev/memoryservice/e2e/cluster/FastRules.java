package dev.memoryservice.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Rules whose time runs sixty times as fast, for tests that cannot wait: in each {@code for}, each range, and each threshold in
 * seconds a minute becomes a second. A threshold is one of seconds where the expression subtracts from or compares with {@code
 * time()}. Nothing else of the rules is changed. (That they are right with their own times promtool proves, in the operator's
 * tests.)
 */
final class FastRules {

    private static final int FASTER = 60;

    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd])");
    private static final Pattern RANGE = Pattern.compile("\\[(\\d+[smhd])]");
    private static final Pattern THRESHOLD = Pattern.compile("([<>]=? )(\\d+)\\b");

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private FastRules() {}

    /** The spec of a PrometheusRule, so changed. */
    static JsonNode of(JsonNode spec) {
        JsonNode faster = spec.deepCopy();
        for (JsonNode rule : faster.findParents("expr")) {
            ((ObjectNode) rule)
                    .put("for", duration(rule.path("for").asText()))
                    .put("expr", expression(rule.path("expr").asText()));
        }
        return faster;
    }

    private static String expression(String expression) {
        String ranges = RANGE.matcher(expression).replaceAll(range -> "[" + duration(range.group(1)) + "]");
        return expression.contains("time()")
                ? THRESHOLD
                        .matcher(ranges)
                        .replaceAll(threshold -> threshold.group(1) + Long.parseLong(threshold.group(2)) / FASTER)
                : ranges;
    }

    private static String duration(String given) {
        MatchResult parts = DURATION.matcher(given)
                .results()
                .filter(match -> match.group().equals(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + given + "\" is no duration of one number and one unit: teach it to the tests"));
        Duration duration = UNITS.get(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1)));
        return duration.dividedBy(FASTER).toMillis() + "ms";
    }
}
