package dev.memoryservice.server.mcp.conformance;

import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.MemoryTool;
import io.quarkiverse.mcp.server.AudioContent;
import io.quarkiverse.mcp.server.BlobResourceContents;
import io.quarkiverse.mcp.server.Content;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The tools, prompts and resources that the conformance suite calls, in its words. */
@Dependent
@IfBuildProperty(name = ConformanceProfile.SWITCH, stringValue = "true")
final class Fixtures {

    /** One red pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5E" + "rkJggg==";

    /** A header, and no sound. */
    private static final String WAV =
            Base64.getEncoder().encodeToString("RIFF$\0\0\0WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1));

    private static final Content IMAGE = new ImageContent(PNG, "image/png");

    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

    @Produces
    @Singleton
    MemoryTool simpleText() {
        return FixtureTool.answering(
                "test_simple_text", new TextContent("This is a simple text response for testing."));
    }

    @Produces
    @Singleton
    MemoryTool imageContent() {
        return FixtureTool.answering("test_image_content", IMAGE);
    }

    @Produces
    @Singleton
    MemoryTool audioContent() {
        return FixtureTool.answering("test_audio_content", new AudioContent(WAV, "audio/wav"));
    }

    @Produces
    @Singleton
    MemoryTool embeddedResource() {
        return FixtureTool.answering(
                "test_embedded_resource",
                new EmbeddedResource(new TextResourceContents(
                        "test://embedded-resource", "This is an embedded resource content.", "text/plain")));
    }

    @Produces
    @Singleton
    MemoryTool multipleContentTypes() {
        return FixtureTool.answering(
                "test_multiple_content_types",
                new TextContent("Multiple content types test:"),
                IMAGE,
                new EmbeddedResource(new TextResourceContents(
                        "test://mixed-content-resource", "{\"test\":\"data\",\"value\":123}", "application/json")));
    }

    @Produces
    @Singleton
    MemoryTool errorHandling() {
        return new FixtureTool(
                "test_error_handling",
                NO_ARGUMENTS,
                Set.of(),
                call -> ToolResponse.error("This tool intentionally returns an error for testing"));
    }

    @Produces
    @Singleton
    MemoryTool withProgress() {
        return new FixtureTool("test_tool_with_progress", NO_ARGUMENTS, Set.of(), call -> {
            for (int done = 0; done <= 100; done += 50) {
                call.progress().report(done, 100, "Completed step " + done + " of 100");
            }
            return ToolResponse.success("Done");
        });
    }

    /** Named for what a server might do here that must not: send requests and logs of its own. */
    @Produces
    @Singleton
    MemoryTool streaming() {
        return FixtureTool.answering("test_streaming_elicitation", new TextContent("Nothing was asked"));
    }

    @Produces
    @Singleton
    MemoryTool logging() {
        return FixtureTool.answering("test_logging_tool", new TextContent("Nothing was logged"));
    }

    @Produces
    @Singleton
    MemoryTool missingCapability() {
        return new FixtureTool(
                "test_missing_capability", NO_ARGUMENTS, Set.of("sampling"), call -> ToolResponse.success("Done"));
    }

    @Produces
    @Singleton
    MemoryTool jsonSchema() {
        return new FixtureTool("json_schema_2020_12_tool", """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                 "$defs":{"address":{"$anchor":"addressDef","type":"object",
                  "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
                 "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"}},
                 "additionalProperties":false}""", Set.of(), call -> ToolResponse.success("Valid"));
    }

    @Produces
    @Singleton
    MemoryResource staticText() {
        return new FixtureResource(
                "test://static-text",
                "text/plain",
                variables -> new TextResourceContents(
                        "test://static-text", "This is the content of the static text resource.", "text/plain"));
    }

    @Produces
    @Singleton
    MemoryResource staticBinary() {
        return new FixtureResource(
                "test://static-binary",
                "image/png",
                variables -> new BlobResourceContents("test://static-binary", PNG, "image/png"));
    }

    @Produces
    @Singleton
    MemoryResource watched() {
        return new FixtureResource(
                "test://watched-resource",
                "text/plain",
                variables -> new TextResourceContents("test://watched-resource", "Watched", "text/plain"));
    }

    record TemplateData(String id, boolean templateTest, String data) {}

    @Produces
    @Singleton
    MemoryResource template() {
        return new FixtureResource(
                "test://template/{id}/data",
                "application/json",
                variables -> new TemplateData(variables.get("id"), true, "Data for ID: " + variables.get("id")));
    }

    @Produces
    @Singleton
    MemoryPrompt simplePrompt() {
        return new FixturePrompt(
                "test_simple_prompt",
                List.of(),
                given -> List.of(PromptMessage.withUserRole("This is a simple prompt for testing.")));
    }

    @Produces
    @Singleton
    MemoryPrompt promptWithArguments() {
        return new FixturePrompt(
                "test_prompt_with_arguments",
                List.of("arg1", "arg2"),
                given -> List.of(PromptMessage.withUserRole(
                        "Prompt with arguments: arg1='" + given.get("arg1") + "', arg2='" + given.get("arg2") + "'")));
    }

    @Produces
    @Singleton
    MemoryPrompt promptWithEmbeddedResource() {
        return new FixturePrompt(
                "test_prompt_with_embedded_resource",
                List.of("resourceUri"),
                given -> List.of(
                        PromptMessage.withUserRole(new EmbeddedResource(new TextResourceContents(
                                given.get("resourceUri"), "Embedded resource content for testing.", "text/plain"))),
                        PromptMessage.withUserRole("Please process the embedded resource above.")));
    }

    @Produces
    @Singleton
    MemoryPrompt promptWithImage() {
        return new FixturePrompt(
                "test_prompt_with_image",
                List.of(),
                given -> List.of(
                        PromptMessage.withUserRole(IMAGE),
                        PromptMessage.withUserRole("Please analyze the image above.")));
    }
}
