package dev.memoryservice.server.memory;

import dev.memoryservice.server.request.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@link Session} from a body or the arguments of a tool: {@code turns} and {@code session_id}. */
public final class SessionInput {

    /** How many turns a session may have. */
    public static final int MOST_TURNS = 10_000;

    private SessionInput() {}

    /** The session that is given; whatever of the input was found wrong until then is refused. */
    public static Session read(Input input) {
        List<Input> items = input.objects("turns", MOST_TURNS);
        Optional<String> id = input.text("session_id").map(String::strip).filter(given -> !given.isEmpty());
        input.check();
        List<Session.Turn> turns = new ArrayList<>(items.size());
        for (Input item : items) {
            turns.add(new Session.Turn(item.requiredText("role").strip(), item.requiredText("content")));
            item.check();
        }
        return Session.of(id, turns);
    }
}
