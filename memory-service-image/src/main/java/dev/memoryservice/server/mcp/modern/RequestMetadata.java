package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What each request of the stateless revision says of itself in {@code _meta}, and the headers that repeat it for
 * those who route without reading bodies. Both have to be there and to agree, or a router and this server would be
 * made to see different requests.
 *
 * @param progressToken what progress is reported under; empty when the client does not want to know
 */
record RequestMetadata(Optional<JsonNode> progressToken) {

    /** The revision that is spoken here. */
    static final String REVISION = "2026-07-28";

    /** The revisions with a handshake, which the protocol library speaks. */
    static final List<String> LEGACY_REVISIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    static final String VERSION_HEADER = "MCP-Protocol-Version";
    static final String METHOD_HEADER = "Mcp-Method";
    static final String NAME_HEADER = "Mcp-Name";

    private static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";

    /** The methods with something in their parameters that a header names. */
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    /** Methods that no other revision has. */
    private static final Set<String> OWN_METHODS = Set.of("server/discover", "subscriptions/listen");

    /** Methods that older revisions have and this one has not. */
    private static final Set<String> GONE_METHODS =
            Set.of("initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

    private static final String BASE64_BEGIN = "=?base64?";
    private static final String BASE64_END = "?=";

    /** Whether a header announces the stateless revision, or one that is not known. */
    static boolean announcedBy(MultiMap headers) {
        String version = headers.get(VERSION_HEADER);
        return version != null && !LEGACY_REVISIONS.contains(version.strip());
    }

    /** Whether a message is meant for the stateless revision: by what it carries, by its headers or by its method. */
    static boolean isModern(Message message, MultiMap headers) {
        JsonNode version = message.params().path("_meta").path(VERSION_KEY);
        if (!version.isMissingNode()) {
            return !LEGACY_REVISIONS.contains(version.asText());
        }
        // Some clients send the headers of the stateless revision in older ones too.
        return headers.contains(VERSION_HEADER)
                ? announcedBy(headers)
                : headers.contains(METHOD_HEADER)
                        || message.method().filter(OWN_METHODS::contains).isPresent();
    }

    /**
     * Reads and checks it.
     *
     * @throws ProtocolException when it is missing, disagrees with the headers, or asks for another revision
     */
    static RequestMetadata of(Message message, MultiMap headers) {
        String method = message.method().orElseThrow();
        ObjectNode params = message.params();
        JsonNode meta = params.path("_meta");
        // Notifications carry no _meta of their own.
        if (message.isRequest()) {
            if (!meta.path(VERSION_KEY).isTextual()) {
                throw missing(VERSION_KEY, "the revision, a text");
            }
            if (!meta.path(CAPABILITIES_KEY).isObject()) {
                throw missing(CAPABILITIES_KEY, "what the client can do, an object");
            }
            agree(headers, VERSION_HEADER, meta.path(VERSION_KEY).textValue());
        }
        String version = meta.path(VERSION_KEY).asText(headers.get(VERSION_HEADER));
        if (!REVISION.equals(version)) {
            throw ProtocolException.unsupported(String.valueOf(version), supported());
        }
        agree(headers, METHOD_HEADER, method);
        if (GONE_METHODS.contains(method)) {
            throw new ProtocolException(
                    Kind.METHOD_NOT_FOUND, "Revision " + REVISION + " has no method '" + method + "' any more");
        }
        Parameters.check(method, params);
        String named = NAMED.get(method);
        if (named != null) {
            agree(headers, NAME_HEADER, params.get(named).textValue());
        }
        JsonNode token = meta.path("progressToken");
        return new RequestMetadata(token.isMissingNode() || token.isNull() ? Optional.empty() : Optional.of(token));
    }

    /** Whether the client says that it can do something. */
    static boolean clientCan(ObjectNode params, String capability) {
        return params.path("_meta").path(CAPABILITIES_KEY).path(capability).isObject();
    }

    /** Every revision that is spoken at this address, the newest first. */
    static List<String> supported() {
        return Stream.concat(Stream.of(REVISION), LEGACY_REVISIONS.stream()).toList();
    }

    private static ProtocolException missing(String key, String what) {
        return new ProtocolException(
                Kind.MALFORMED_PARAMS, "params._meta[\"" + key + "\"] is required on each request: " + what);
    }

    private static void agree(MultiMap headers, String header, String value) {
        String given = headers.get(header);
        if (given == null) {
            throw new ProtocolException(
                    Kind.HEADER_MISMATCH, "The header " + header + " is missing: it has to repeat '" + value + "'");
        }
        if (!decoded(header, given.strip()).equals(value)) {
            throw new ProtocolException(
                    Kind.HEADER_MISMATCH,
                    "The header " + header + " says '" + given + "', and the body says '" + value + "'");
        }
    }

    /** Values that do not fit into a header come as Base64 of their UTF-8 form. */
    private static String decoded(String header, String given) {
        if (!given.startsWith(BASE64_BEGIN)
                || !given.endsWith(BASE64_END)
                || given.length() < BASE64_BEGIN.length() + BASE64_END.length()) {
            return given;
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(given.substring(BASE64_BEGIN.length(), given.length() - BASE64_END.length()));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(Kind.HEADER_MISMATCH, "The header " + header + " is no valid Base64");
        }
    }
}
