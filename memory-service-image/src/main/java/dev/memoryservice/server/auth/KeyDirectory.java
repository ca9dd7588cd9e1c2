package dev.memoryservice.server.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory with one file for each API key, named like the key. A mounted Kubernetes Secret fits: its entries are
 * symbolic links through {@code ..data}, and names that begin with a dot are not keys. White space around a key does
 * not count, because editors end files with a line break.
 */
final class KeyDirectory {

    /** Nobody's key is longer; a bigger file is something else that was mounted by mistake. */
    private static final long LONGEST_KEY = 4096;

    private static final int MOST_KEYS = 1000;

    private final Path directory;

    KeyDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * The keys by name.
     *
     * @throws IOException when the directory or a file cannot be read, or when a file is no key; the message names
     *     the file and never says what is in it
     */
    Map<String, String> read() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.limit(MOST_KEYS + 1L).toList()) {
                if (!file.getFileName().toString().startsWith(".") && Files.isRegularFile(file)) {
                    keys.put(file.getFileName().toString(), read(file));
                }
            }
        }
        if (keys.size() > MOST_KEYS) {
            throw new IOException(directory + " holds more than " + MOST_KEYS + " keys");
        }
        return keys;
    }

    /**
     * The key in a file.
     *
     * @throws IOException when it cannot be read or is no key; the message never says what is in it
     */
    static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_KEY) {
            throw new IOException(file + " is longer than " + LONGEST_KEY + " bytes, so it is no API key");
        }
        String key = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (key.isEmpty()) {
            throw new IOException(file + " is empty, so it is no API key");
        }
        return key;
    }
}
