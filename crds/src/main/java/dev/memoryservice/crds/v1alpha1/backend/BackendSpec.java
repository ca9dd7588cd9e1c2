package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Where the memories are kept: a union, {@code type} says which of the other fields counts. */
public record BackendSpec(
        @JsonPropertyDescription("The kind of storage: SQLite, one file on a volume. Default: SQLite.")
        @Default("SQLite")
        BackendType type,

        @JsonPropertyDescription("Settings of SQLite. Left out, all of them have their defaults.")
        SQLiteSpec sqlite) {

    private static final BackendSpec DEFAULTS = new BackendSpec(null, null);

    public BackendSpec {
        type = Objects.requireNonNullElse(type, BackendType.SQLITE);
        sqlite = Objects.requireNonNullElse(sqlite, SQLiteSpec.defaults());
    }

    public static BackendSpec defaults() {
        return DEFAULTS;
    }
}
