package dev.memoryservice.crds.v1alpha1.logging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the server writes into its log. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.categories) || self.categories.all(name,"
                + " name.matches('^dev[.]memoryservice([.][A-Za-z][A-Za-z0-9]*)*$'))",
        message = "categories contains a name that is not of the server's own classes; use dev.memoryservice or one"
                + " below it, for example dev.memoryservice.server.search",
        fieldPath = ".categories")
public record LoggingSpec(
        @JsonPropertyDescription("From which weight on lines are logged: ERROR, WARN, INFO or DEBUG. DEBUG is of the"
                + " server's own classes only. A change needs no restart. Default: INFO.")
        @Default("INFO")
        LogLevel level,

        @JsonPropertyDescription(
                "Other levels for some of the server's own classes, by the beginning of their names, for"
                        + " example dev.memoryservice.server.search: DEBUG. A change needs no restart. Default: none.")
        @Size(max = 32)
        Map<String, LogLevel> categories,

        @JsonPropertyDescription(
                "Text is for people; JSON is one object for each line, with the request and the trace as"
                        + " fields. A change restarts the server. Default: Text.")
        @Default("Text")
        LogFormat format) {

    private static final LoggingSpec DEFAULTS = new LoggingSpec(null, null, null);

    public LoggingSpec {
        level = Objects.requireNonNullElse(level, LogLevel.INFO);
        categories = categories == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(categories));
        format = Objects.requireNonNullElse(format, LogFormat.TEXT);
    }

    public static LoggingSpec defaults() {
        return DEFAULTS;
    }
}
