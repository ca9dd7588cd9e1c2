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
// The same list as the server's, which refuses to start with others; ranges of numbers are the server's to check.
@ValidationRule(
        value = "!has(self.pragmas) || self.pragmas.all(name, name in ['busy_timeout', 'cache_size', 'journal_mode',"
                + " 'journal_size_limit', 'mmap_size', 'secure_delete', 'synchronous', 'temp_store', 'threads',"
                + " 'wal_autocheckpoint'])",
        message = "a name in pragmas is not one that may be set: busy_timeout, cache_size, journal_mode,"
                + " journal_size_limit, mmap_size, secure_delete, synchronous, temp_store, threads, wal_autocheckpoint;"
                + " remove it",
        fieldPath = ".pragmas")
@ValidationRule(
        value = "!has(self.pragmas) || self.pragmas.all(name, name in ['journal_mode', 'secure_delete', 'synchronous',"
                + " 'temp_store'] || self.pragmas[name].matches('^-?[0-9]{1,15}$'))",
        message = "a value in pragmas is not a whole number, but every pragma other than journal_mode, secure_delete,"
                + " synchronous and temp_store takes one",
        fieldPath = ".pragmas")
@ValidationRule(
        value = "!has(self.pragmas) || self.pragmas.all(name, name != 'synchronous'"
                + " || self.pragmas[name].lowerAscii() in ['full', 'extra', '2', '3'])",
        message =
                "synchronous in pragmas must be FULL or EXTRA, because less loses acknowledged memories in a power cut",
        fieldPath = ".pragmas")
@ValidationRule(
        value = "!has(self.pragmas) || self.pragmas.all(name, name != 'journal_mode'"
                + " || self.pragmas[name].lowerAscii() == 'wal')",
        message =
                "journal_mode in pragmas must be WAL, because every other mode blocks readers while writing or can lose"
                        + " the file",
        fieldPath = ".pragmas")
public record SQLiteSpec(
        @JsonPropertyDescription("The volume with the database file.")
        StorageSpec storage,

        @JsonPropertyDescription(
                "Pragmas set on every connection, by name, for example {\"cache_size\": \"-64000\"} for"
                        + " a page cache of 64000 KiB. Allowed are the names that change speed and memory only."
                        + " Default: the server's own choice.")
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
