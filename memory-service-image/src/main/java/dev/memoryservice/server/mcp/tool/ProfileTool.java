package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.profile.Profiles;
import dev.memoryservice.server.profile.UserProfile;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code get_user_profile}. */
@Singleton
final class ProfileTool implements MemoryTool {

    private final Profiles profiles;
    private final Stores stores;
    private final WrappedArguments wrapped;

    ProfileTool(Profiles profiles, Stores stores, WrappedArguments wrapped) {
        this.profiles = profiles;
        this.stores = stores;
        this.wrapped = wrapped;
    }

    @Override
    public String name() {
        return "get_user_profile";
    }

    @Override
    public String title() {
        return "Get the user's profile";
    }

    @Override
    public String description() {
        return "Who the user is: lasting facts and preferences, current topics, latest turns.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "include_knowledge":{"type":"boolean","default":true},
                 "include_assistant_knowledge":{"type":"boolean","default":false},
                 "store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["status","user_id","user_profile"],"properties":{
                 "status":{"type":"string"},"user_id":{"type":"string"},"user_profile":{"type":"string"},
                 "user_knowledge":{"type":"array","items":{"type":"object"}}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = wrapped.unwrap(call.arguments());
        UserProfile.Wanted wanted = new UserProfile.Wanted(
                arguments.flag("include_knowledge", UserProfile.Wanted.DEFAULT.knowledge()),
                arguments.flag("include_assistant_knowledge", UserProfile.Wanted.DEFAULT.assistantKnowledge()));
        Optional<String> store = arguments.text("store");
        arguments.check();
        return profiles.profile(
                stores.forReading(call.tenant(), store), call.caller().name(), wanted);
    }
}
