package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.profile.Conversations;
import dev.memoryservice.server.profile.Conversations.NewExchange;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code add_memory}: one turn of a conversation, as clients of MemoryOS tell it. */
@Singleton
final class AddExchangeTool extends OlderTool {

    private final Conversations conversations;
    private final Stores stores;
    private final WrappedArguments wrapped;

    AddExchangeTool(Conversations conversations, Stores stores, WrappedArguments wrapped) {
        this.conversations = conversations;
        this.stores = stores;
        this.wrapped = wrapped;
    }

    @Override
    public String name() {
        return "add_memory";
    }

    @Override
    public String title() {
        return "Add a turn of a conversation";
    }

    @Override
    public String description() {
        return "Remember what the user said and what the agent answered.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "user_input":{"type":"string"},"agent_response":{"type":"string"},
                 "timestamp":{"type":"string","description":"When, ISO 8601"},
                 "meta_data":{"type":"object"},"tags":{"type":"array","items":{"type":"string"}},
                 "conversation_id":{"type":"string"},"store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["status","message","timestamp","details"],"properties":{
                 "status":{"type":"string"},"message":{"type":"string"},"timestamp":{"type":"string"},
                 "details":{"type":"object"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.ADDS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = wrapped.unwrap(call.arguments());
        String user = arguments.requiredText("user_input");
        String agent = arguments.requiredText("agent_response");
        Optional<Instant> saidAt = moment(arguments);
        Map<String, Object> metadata = arguments.object("meta_data");
        List<String> tags = arguments.words("tags");
        Optional<String> conversation = arguments.text("conversation_id");
        Optional<String> store = arguments.text("store");
        arguments.check();
        return conversations.add(
                stores.forWriting(call.tenant(), store),
                new NewExchange(user, agent, saidAt, metadata, tags, conversation));
    }

    /** With an offset or, as its own clients write it, without one, which means UTC. */
    private static Optional<Instant> moment(Input arguments) {
        Optional<String> given = arguments.text("timestamp").map(String::strip).filter(text -> !text.isEmpty());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = given.get().replace(' ', 'T');
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException f) {
                arguments.reject("datetime_parsing", "timestamp", "Input should be like 2026-11-21T14:30:00Z");
                return Optional.empty();
            }
        }
    }
}
