package dev.memoryservice.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a credential allows. Each scope includes those before it. */
public enum Scope {
    /** Search, list, read, listen. */
    READ,
    /** Store, change, delete, import. */
    WRITE,
    /** See and do what is about the server or about other users. */
    ADMIN;

    /** The word for it in files, tokens and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a word. */
    public static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
