package dev.memoryservice.server.store.sqlite;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * SQLite settings that a user may tune, checked: only what changes speed and memory, never what an acknowledged
 * memory's durability or the file's integrity hangs on.
 *
 * @param values setting to value, lower case, in the order given
 */
public record Pragmas(Map<String, String> values) {

    /** No tuning. */
    public static final Pragmas NONE = new Pragmas(Map.of());

    private static final Map<String, Rule> RULES = new TreeMap<>(Map.ofEntries(
            number("busy_timeout", 0, 600_000, "milliseconds"),
            number("cache_size", -4_000_000, 1_000_000, "pages, or KiB when negative, of each connection"),
            number("journal_size_limit", 0, 1L << 40, "bytes"),
            number("mmap_size", 0, 1L << 40, "bytes"),
            number("threads", 0, 8, "sorting threads"),
            number("wal_autocheckpoint", 1, 1_000_000, "pages"),
            words("journal_mode", "wal: every other mode blocks readers while writing or can lose the file", "wal"),
            words("secure_delete", "on, off or fast", "on", "off", "fast", "1", "0"),
            words(
                    "synchronous",
                    "full or extra: less loses acknowledged memories in a power cut",
                    "full",
                    "extra",
                    "2",
                    "3"),
            words("temp_store", "default, file or memory", "default", "file", "memory", "0", "1", "2")));

    /** Copies the map. */
    public Pragmas {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads {@code name=value,name=value}; blanks around are ignored, empty text means none.
     *
     * @throws IllegalArgumentException when a setting is unknown, repeated or has a value that is not allowed; the
     *     message names it and what is allowed
     */
    public static Pragmas parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!text.isBlank()) {
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException(
                            "SQLite pragma '%s' is not of the form name=value".formatted(part.strip()));
                }
                String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = part.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
                Rule rule = RULES.get(name);
                if (rule == null) {
                    throw new IllegalArgumentException("SQLite pragma '%s' is unknown or not allowed; allowed are %s"
                            .formatted(name, String.join(", ", RULES.keySet())));
                }
                if (!rule.allows().test(value)) {
                    throw new IllegalArgumentException(
                            "SQLite pragma %s=%s is not allowed; allowed is %s".formatted(name, value, rule.allowed()));
                }
                if (values.put(name, value) != null) {
                    throw new IllegalArgumentException("SQLite pragma '%s' is given twice".formatted(name));
                }
            }
        }
        return new Pragmas(values);
    }

    private record Rule(String allowed, Predicate<String> allows) {}

    private static Map.Entry<String, Rule> number(String name, long least, long most, String unit) {
        return Map.entry(
                name, new Rule("%d to %d (%s)".formatted(least, most, unit), value -> isWithin(value, least, most)));
    }

    private static Map.Entry<String, Rule> words(String name, String allowed, String... words) {
        return Map.entry(name, new Rule(allowed, java.util.List.of(words)::contains));
    }

    private static boolean isWithin(String value, long least, long most) {
        if (!value.matches("-?[0-9]{1,15}")) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= least && number <= most;
    }
}
