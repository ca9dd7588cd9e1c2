package dev.memoryservice.server.mcp.stdio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes messages, each on a line of its own, whichever thread they come from. */
final class MessageWriter {

    private final OutputStream output;

    MessageWriter(OutputStream output) {
        this.output = output;
    }

    synchronized void write(JsonNode message) throws IOException {
        output.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /** @param id of the request that is answered; missing when that is not known */
    void error(JsonNode id, int code, String text) throws IOException {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0");
        message.set("id", id.isMissingNode() ? JsonNodeFactory.instance.nullNode() : id);
        message.putObject("error").put("code", code).put("message", text);
        write(message);
    }
}
