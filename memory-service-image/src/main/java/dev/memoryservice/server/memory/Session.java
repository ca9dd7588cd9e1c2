package dev.memoryservice.server.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A conversation that is remembered as a whole.
 *
 * @param id its name
 * @param turns who said what, in order, at least one
 */
public record Session(String id, List<Turn> turns) {

    /** The type of a memory that is a session. */
    public static final String TYPE = "session";

    /**
     * One turn.
     *
     * @param role who speaks, for example {@code user} or {@code assistant}
     * @param content what is said
     */
    public record Turn(String role, String content) {}

    /** A session; without an id it gets one that no other has. */
    public static Session of(Optional<String> id, List<Turn> turns) {
        return new Session(id.orElseGet(() -> UUID.randomUUID().toString()), List.copyOf(turns));
    }

    /** The memory that it becomes: a line {@code [role] text} for each turn, and the tag {@code session:<id>}. */
    public NewMemory asMemory(List<String> tags, Map<String, Object> metadata) {
        List<String> allTags = new ArrayList<>(tags);
        allTags.add("session:" + id);
        Map<String, Object> allMetadata = new LinkedHashMap<>(metadata);
        allMetadata.put("session_id", id);
        allMetadata.put("turn_count", turns.size());
        return new NewMemory(
                turns.stream()
                        .map(turn -> "[" + turn.role() + "] " + turn.content())
                        .collect(Collectors.joining("\n")),
                allTags,
                Optional.of(TYPE),
                allMetadata,
                Optional.of(id));
    }
}
