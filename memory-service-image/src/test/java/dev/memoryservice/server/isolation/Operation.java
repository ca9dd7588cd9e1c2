package dev.memoryservice.server.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One operation of the API's description. */
record Operation(String method, String path, JsonNode described, JsonNode description) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    /** All there are. */
    static List<Operation> of(JsonNode description) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    operations.add(new Operation(operation.getKey(), path.getKey(), operation.getValue(), description));
                }
            }
        }
        return operations;
    }

    String name() {
        return method + " " + path;
    }

    /** Whether it is one that changes nothing. */
    boolean reads() {
        return method.equals("get");
    }

    /** A request, with what there was in it: an answer may repeat that. */
    record Sent(String text, Response answer) {}

    /** Requests for what somebody owns, each a variation. */
    List<Call> callsFor(Person owner) {
        Values values = new Values(owner, description);
        JsonNode content = described.at("/requestBody/content");
        List<Body> bodies = List.of(Body.NONE);
        if (content.has("application/json")) {
            bodies = values.bodies(content.at("/application~1json/schema")).stream()
                    .map(body -> new Body(body, false))
                    .toList();
        } else if (content.has("multipart/form-data")) {
            bodies = values.bodies(content.at("/multipart~1form-data/schema")).stream()
                    .map(body -> new Body(body, true))
                    .toList();
        }
        Map<String, String> inPath = new LinkedHashMap<>();
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        ObjectNode properties = parameters.putObject("properties");
        for (JsonNode parameter : described.path("parameters")) {
            String name = parameter.get("name").asText();
            if (parameter.get("in").asText().equals("path")) {
                inPath.put(name, values.value(name, parameter.get("schema")).asText());
            } else if (parameter.get("in").asText().equals("query")) {
                ObjectNode schema = parameter.get("schema").deepCopy();
                if (parameter.has("example")) {
                    schema.set("example", parameter.get("example"));
                }
                properties.set(name, schema);
                if (parameter.path("required").asBoolean()) {
                    parameters.withArray("required").add(name);
                }
            }
        }
        List<Call> calls = new ArrayList<>();
        for (ObjectNode query : values.objects(parameters)) {
            bodies.forEach(body -> calls.add(new Call(this, inPath, query, body)));
        }
        return calls;
    }

    /**
     * What is in a request.
     *
     * @param content a missing node for none
     * @param form whether it is sent as a form, each property a part
     */
    record Body(JsonNode content, boolean form) {

        static final Body NONE = new Body(MissingNode.getInstance(), false);

        Body confirming(int memories) {
            return content instanceof ObjectNode object
                    ? new Body(object.deepCopy().put("confirm_count", memories), form)
                    : this;
        }

        void addTo(RequestSpecification request) {
            if (form) {
                content.properties().forEach(part -> add(part.getKey(), part.getValue(), request));
            } else if (!content.isMissingNode()) {
                request.contentType(ContentType.JSON).body(content.toString());
            }
        }

        private static void add(String name, JsonNode value, RequestSpecification request) {
            if (value.isArray()) {
                value.forEach(one -> add(name, one, request));
            } else if (value instanceof BinaryNode file) {
                request.multiPart(name, "note.txt", file.binaryValue());
            } else {
                request.multiPart(name, value.asText());
            }
        }
    }

    /** One request that can be sent. */
    record Call(Operation operation, Map<String, String> inPath, ObjectNode query, Body body) {

        /** The same, sure of how many memories are meant. */
        Call confirming(int memories) {
            return new Call(
                    operation,
                    inPath,
                    body.content().isObject() ? query : query.deepCopy().put("confirm_count", memories),
                    body.confirming(memories));
        }

        Sent sendAs(Person caller) {
            String address = operation.path();
            for (Map.Entry<String, String> parameter : inPath.entrySet()) {
                address = address.replace(
                        "{" + parameter.getKey() + "}",
                        URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            }
            RequestSpecification request = caller.asks();
            for (Map.Entry<String, JsonNode> parameter : query.properties()) {
                request.queryParam(parameter.getKey(), parameter.getValue().asText());
            }
            body.addTo(request);
            return new Sent(
                    address + query + body.content(),
                    request.request(operation.method().toUpperCase(Locale.ROOT), address));
        }
    }
}
