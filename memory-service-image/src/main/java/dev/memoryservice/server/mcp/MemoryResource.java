package dev.memoryservice.server.mcp;

import dev.memoryservice.server.events.ChangeNotice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that a client can read by its address, whatever the revision and the transport of the protocol. */
public interface MemoryResource {

    /** The address; with variables in braces it is a template for many ({@link UriTemplate}). */
    UriTemplate uri();

    /** For programs. */
    String name();

    /** For people. */
    String title();

    /** For models. */
    String description();

    /** What {@link #read} answers in. */
    default String mimeType() {
        return "application/json";
    }

    /**
     * Reads it.
     *
     * @param variables the values of the template's variables, decoded
     * @param tenant whose memories are meant
     * @return a record, which is written as JSON, or {@link io.quarkiverse.mcp.server.ResourceContents}; empty when
     *     there is no such thing
     * @throws dev.memoryservice.server.request.RefusedException when a variable makes no sense
     */
    Optional<Object> read(Map<String, String> variables, String tenant);

    /**
     * Values of a variable that begin with what a person has typed so far, the likeliest first.
     *
     * @return at most 100, or none when this cannot be said cheaply
     */
    default List<String> complete(String variable, String begun, String tenant) {
        return List.of();
    }

    /**
     * Whether something that happened may have changed what reading {@code variables} answers.
     *
     * @param change which memory was touched
     */
    default boolean changedBy(ChangeNotice change, Map<String, String> variables) {
        return true;
    }
}
