package dev.memoryservice.server.profile;

import dev.memoryservice.server.memory.Memory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A memory as the profile reads it: who said what in it, and when.
 *
 * @param user what the user said, or what was noted; at most {@link #LONGEST} characters
 * @param agent what the agent said; empty where only the user speaks
 * @param saidAt when it was said
 * @param tags the labels of the memory
 * @param contentHash the memory
 */
record Utterance(String user, String agent, Instant saidAt, List<String> tags, String contentHash) {

    /** How much of a memory is read, in characters: facts stand at its beginning, documents are long. */
    static final int LONGEST = 4_000;

    /** The type of memories that hold a transcript, one line for each turn, and how its lines begin. */
    private static final String SESSION = "session";

    private static final String USER_LINE = "[user] ";
    private static final String AGENT_LINE = "[assistant] ";

    static Utterance of(Memory memory) {
        return Exchange.of(memory)
                .map(exchange -> utterance(memory, exchange.userInput(), exchange.agentResponse(), exchange.saidAt()))
                .orElseGet(() -> memory.type().equals(SESSION)
                        ? utterance(
                                memory,
                                lines(memory.content(), USER_LINE),
                                lines(memory.content(), AGENT_LINE),
                                memory.createdAt())
                        : utterance(memory, memory.content(), "", memory.createdAt()));
    }

    private static Utterance utterance(Memory memory, String user, String agent, Instant saidAt) {
        return new Utterance(beginning(user), beginning(agent), saidAt, memory.tags(), memory.contentHash());
    }

    private static String lines(String transcript, String start) {
        return beginning(transcript)
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .collect(Collectors.joining("\n"));
    }

    private static String beginning(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
