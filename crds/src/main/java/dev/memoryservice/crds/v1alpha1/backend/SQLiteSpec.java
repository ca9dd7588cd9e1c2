package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** SQLite: one database file on one volume, opened by one server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.pragmas) || self.pragmas.all(name, name.matches('^[a-z][a-z0-9_]{0,63}$'))",
        message = "a name in pragmas is not the name of a SQLite pragma; use lower-case letters, digits and '_', for"
                + " example cache_size",
        fieldPath = ".pragmas")
public record SQLiteSpec(
        @JsonPropertyDescription("The volume with the database file.")
        StorageSpec storage,

        @JsonPropertyDescription(
                "Pragmas set on every connection, by name, for example {\"cache_size\": \"-64000\"} for"
                        + " a page cache of 64000 KiB. A value consists of letters, digits, '_' and '-'. Default: the"
                        + " server's own choice.")
        @Size(max = 32)
        Map<String, @Pattern("^-?[A-Za-z0-9_]+$") @Size(max = 64) String> pragmas) {

    private static final SQLiteSpec DEFAULTS = new SQLiteSpec(null, null);

    public SQLiteSpec {
        storage = Objects.requireNonNullElse(storage, StorageSpec.defaults());
        pragmas = pragmas == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(pragmas));
    }

    public static SQLiteSpec defaults() {
        return DEFAULTS;
    }
}
