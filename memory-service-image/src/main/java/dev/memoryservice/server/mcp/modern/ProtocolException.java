package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A message that is answered with an error of the protocol. The text says what was wrong and what would be right. */
final class ProtocolException extends RuntimeException {

    /** JSON-RPC's own codes, and those that revision 2026-07-28 adds. */
    enum Kind {
        PARSE_ERROR(-32700, 400),
        INVALID_REQUEST(-32600, 400),
        METHOD_NOT_FOUND(-32601, 404),
        /** The message itself is malformed. */
        MALFORMED_PARAMS(-32602, 400),
        /** The message is well-formed, but what it names is not there. */
        UNKNOWN_NAME(-32602, 200),
        INTERNAL_ERROR(-32603, 200),
        HEADER_MISMATCH(-32020, 400),
        MISSING_CAPABILITY(-32021, 400),
        UNSUPPORTED_VERSION(-32022, 400),
        /** The credential does not allow it; the header {@code WWW-Authenticate} says what would. */
        INSUFFICIENT_SCOPE(-32000, 403),
        /** Nothing in the protocol says it better: the server has no room for more. */
        BUSY(-32000, 503);

        private final int code;
        private final int status;

        Kind(int code, int status) {
            this.code = code;
            this.status = status;
        }

        int code() {
            return code;
        }

        /** The HTTP status. */
        int status() {
            return status;
        }
    }

    private final Kind kind;
    private final transient Optional<ObjectNode> data;

    ProtocolException(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    private ProtocolException(Kind kind, String message, Optional<ObjectNode> data) {
        super(message);
        this.kind = kind;
        this.data = data;
    }

    /** The client asks for a revision that is not spoken. */
    static ProtocolException unsupported(String requested, List<String> supported) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        supported.forEach(data.putArray("supported")::add);
        data.put("requested", requested);
        return new ProtocolException(
                Kind.UNSUPPORTED_VERSION,
                "Unsupported protocol version '" + requested + "': use one of " + supported,
                Optional.of(data));
    }

    /** The client cannot do what a tool needs of it. */
    static ProtocolException missing(String tool, Set<String> capabilities) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode required = data.putObject("requiredCapabilities");
        capabilities.forEach(required::putObject);
        return new ProtocolException(
                Kind.MISSING_CAPABILITY,
                "The tool '" + tool + "' needs a client that can do " + capabilities
                        + " and says so in its clientCapabilities",
                Optional.of(data));
    }

    /** There is nothing at the address. */
    static ProtocolException noResource(String uri) {
        return new ProtocolException(
                Kind.UNKNOWN_NAME,
                "There is no resource '" + uri + "': resources/list and resources/templates/list name the resources",
                Optional.of(JsonNodeFactory.instance.objectNode().put("uri", uri)));
    }

    Kind kind() {
        return kind;
    }

    /** The same for a client of an older revision, which takes every status but 200 for a failure of the transport. */
    ProtocolException ofLegacy() {
        return kind == Kind.MALFORMED_PARAMS ? new ProtocolException(Kind.UNKNOWN_NAME, getMessage()) : this;
    }

    /** The error object of the answer. */
    ObjectNode error() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", kind.code()).put("message", getMessage());
        data.ifPresent(given -> error.set("data", given));
        return error;
    }
}
