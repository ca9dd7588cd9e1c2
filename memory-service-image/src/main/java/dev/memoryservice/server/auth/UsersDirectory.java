package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory with one file for each user, {@code <name>.json}, as a mounted Secret has them. A file is read when it
 * has changed, so that looking again costs a thousand users next to nothing. A broken file leaves its user as it was,
 * and the others alone. Not for use by several threads.
 */
final class UsersDirectory {

    private static final String ENDING = ".json";

    /** A bigger file is something else that was mounted by mistake. */
    private static final long LARGEST_FILE = 65_536;

    private static final int MOST_USERS = 10_000;

    private final Path directory;
    private final ObjectMapper json;
    private Map<String, State> states = Map.of();

    /**
     * What is known of one file.
     *
     * @param user as it was when the file was last good
     * @param problem what is wrong with the file now
     */
    private record State(Version version, Optional<User> user, Optional<String> problem) {}

    private record Version(FileTime modified, long bytes, Object file) {}

    /**
     * What the directory holds.
     *
     * @param users by name
     * @param problems what is wrong, by file
     */
    record Contents(Map<String, User> users, Map<String, String> problems) {}

    UsersDirectory(Path directory, ObjectMapper json) {
        this.directory = directory;
        this.json = json;
    }

    /**
     * The users, each as its file was when it was last good.
     *
     * @throws IOException when the directory itself cannot be read, which changes nothing
     */
    Contents read() throws IOException {
        Map<String, State> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.limit(MOST_USERS + 1L).toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && name.endsWith(ENDING)) {
                    found.put(name, state(file, Optional.ofNullable(states.get(name))));
                }
            }
        }
        if (found.size() > MOST_USERS) {
            throw new IOException(directory + " holds more than " + MOST_USERS + " users");
        }
        states = found;
        Map<String, User> users = new HashMap<>();
        Map<String, String> problems = new TreeMap<>();
        found.forEach((file, state) -> {
            state.user().ifPresent(user -> users.put(user.name(), user));
            state.problem().ifPresent(problem -> problems.put(file, problem));
        });
        return new Contents(users, problems);
    }

    private State state(Path file, Optional<State> before) {
        Optional<User> lastGood = before.flatMap(State::user);
        Version version = new Version(FileTime.fromMillis(0), -1, file);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            version = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (before.isPresent() && before.get().version().equals(version)) {
                return before.get();
            }
            if (attributes.size() > LARGEST_FILE) {
                throw new IOException("is longer than " + LARGEST_FILE + " bytes");
            }
            String fileName = file.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - ENDING.length());
            return new State(
                    version, Optional.of(UserFile.parse(name, Files.readAllBytes(file), json)), Optional.empty());
        } catch (IOException e) {
            String problem = e.getClass() == IOException.class ? e.getMessage() : "cannot be read";
            return new State(version, lastGood, Optional.of(problem));
        }
    }
}
