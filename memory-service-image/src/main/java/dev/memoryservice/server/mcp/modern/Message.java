package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import java.io.IOException;
import java.util.Optional;

/**
 * A JSON-RPC message as a client sent it, of the shape that JSON-RPC demands.
 *
 * @param id of a request or a response: a text or a whole number
 * @param method of a request or a notification
 * @param params an empty object when there are none
 */
record Message(Optional<JsonNode> id, Optional<String> method, ObjectNode params) {

    /** The longest text or number that is an id: it is kept and sent back. */
    private static final int LONGEST_ID = 256;

    /**
     * Parses a body.
     *
     * @throws ProtocolException when it is no JSON
     */
    static JsonNode parse(ObjectMapper json, byte[] body) {
        JsonNode parsed;
        try {
            parsed = json.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new ProtocolException(Kind.PARSE_ERROR, "The body is no JSON" + where);
        } catch (IOException e) {
            throw new ProtocolException(Kind.PARSE_ERROR, "The body could not be read");
        }
        if (parsed == null || parsed.isMissingNode()) {
            throw new ProtocolException(Kind.PARSE_ERROR, "The body is empty: send a JSON-RPC message");
        }
        return parsed;
    }

    /**
     * The message in a JSON value.
     *
     * @throws ProtocolException when it is none
     */
    static Message of(JsonNode value) {
        if (!value.isObject()) {
            throw invalid("A message is a JSON object");
        }
        if (!"2.0".equals(value.path("jsonrpc").textValue())) {
            throw invalid("jsonrpc: use \"2.0\"");
        }
        Optional<JsonNode> id = id(value);
        JsonNode method = value.path("method");
        if (method.isMissingNode()) {
            if (id.isEmpty()
                    || (value.path("result").isMissingNode()
                            && value.path("error").isMissingNode())) {
                throw invalid("method: a request and a notification need one, a response needs an id and a result");
            }
            return new Message(id, Optional.empty(), JsonNodeFactory.instance.objectNode());
        }
        if (!method.isTextual()) {
            throw invalid("method: use a text");
        }
        JsonNode params = value.path("params");
        if (params.isMissingNode() || params.isNull()) {
            return new Message(id, Optional.of(method.textValue()), JsonNodeFactory.instance.objectNode());
        }
        if (params instanceof ObjectNode object) {
            return new Message(id, Optional.of(method.textValue()), object);
        }
        throw invalid("params: use an object");
    }

    /** The id of whatever was sent, to answer an error to; none when it has no good one. */
    static Optional<JsonNode> idOf(JsonNode value) {
        JsonNode id = value.path("id");
        return isId(id) ? Optional.of(id) : Optional.empty();
    }

    private static Optional<JsonNode> id(JsonNode value) {
        JsonNode id = value.path("id");
        if (id.isMissingNode()) {
            return Optional.empty();
        }
        if (!isId(id)) {
            throw invalid("id: use a text or a whole number, of at most " + LONGEST_ID + " characters");
        }
        return Optional.of(id);
    }

    private static boolean isId(JsonNode id) {
        return (id.isTextual() || (id.isIntegralNumber() && id.canConvertToLong()))
                && id.asText().length() <= LONGEST_ID;
    }

    private static ProtocolException invalid(String message) {
        return new ProtocolException(Kind.INVALID_REQUEST, message);
    }

    /** Whether the client waits for an answer. */
    boolean isRequest() {
        return method.isPresent() && id.isPresent();
    }

    boolean isNotification() {
        return method.isPresent() && id.isEmpty();
    }
}
