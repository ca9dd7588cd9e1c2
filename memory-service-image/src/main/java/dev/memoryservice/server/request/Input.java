package dev.memoryservice.server.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The named values of one request. Each reading method takes note of what is wrong and answers with a stand-in, so
 * that {@link #check} can refuse everything at once; what was read before it must not be used.
 *
 * <p>A JSON {@code null} counts as absent. Numbers and booleans may also come as text, because queries have nothing
 * else and models often write them so.
 */
public final class Input {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Where the values are: {@code body}, {@code query} or {@code arguments}, and inside of it. */
    private final List<String> origin;

    private final ObjectMapper json;
    private final ObjectNode values;
    private final List<InvalidValue> wrong = new ArrayList<>();

    private Input(List<String> origin, ObjectMapper json, ObjectNode values) {
        this.origin = origin;
        this.json = json;
        this.values = values;
    }

    /**
     * The values of a JSON object.
     *
     * @throws InvalidInputException when it is not JSON, or not an object
     */
    public static Input ofBody(ObjectMapper json, byte[] body) {
        JsonNode parsed;
        try {
            parsed = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw unreadable("json_invalid", "JSON decode error: " + e.getOriginalMessage() + position(e));
        } catch (IOException e) {
            throw unreadable("json_invalid", "The body could not be read: " + e.getMessage());
        }
        if (parsed.isMissingNode()) {
            throw unreadable("missing", "A JSON object is required as the body");
        }
        if (parsed instanceof ObjectNode object) {
            return new Input(List.of("body"), json, object);
        }
        throw new InvalidInputException(List.of(
                new InvalidValue("model_attributes_type", List.of("body"), "Input should be a JSON object", parsed)));
    }

    /** The parameters of a query; of a repeated one the last counts. */
    public static Input ofQuery(ObjectMapper json, MultivaluedMap<String, String> query) {
        ObjectNode values = NODES.objectNode();
        query.forEach((name, given) -> values.put(name, given.getLast()));
        return new Input(List.of("query"), json, values);
    }

    /** The fields of a form; of a repeated one the last counts. */
    public static Input ofForm(ObjectMapper json, MultivaluedMap<String, String> fields) {
        ObjectNode values = NODES.objectNode();
        fields.forEach((name, given) -> values.put(name, given.getLast()));
        return new Input(List.of("body"), json, values);
    }

    /** The arguments of a tool. */
    public static Input ofArguments(ObjectMapper json, ObjectNode arguments) {
        return new Input(List.of("arguments"), json, arguments);
    }

    /** The arguments of a tool. */
    public static Input ofArguments(ObjectMapper json, Map<String, Object> arguments) {
        return new Input(List.of("arguments"), json, json.valueToTree(arguments));
    }

    private static InvalidInputException unreadable(String type, String message) {
        return new InvalidInputException(List.of(new InvalidValue(type, List.of("body"), message, Map.of())));
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** Whether the value is there at all. */
    public boolean has(String name) {
        return values.hasNonNull(name);
    }

    /** A text that must be there and say something. */
    public String requiredText(String name) {
        if (!has(name)) {
            missing(name);
            return "";
        }
        String text = text(name).orElse("");
        if (text.isBlank() && values.get(name).isTextual()) {
            reject("string_too_short", name, "Text should have at least one character that is not white space");
        }
        return text;
    }

    /** A text. */
    public Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = values.get(name);
        if (!value.isTextual()) {
            reject("string_type", name, "Input should be a valid string");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** A whole number from {@code min} to {@code max}. */
    public OptionalInt integer(String name, int min, int max) {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        OptionalLong number = wholeNumber(values.get(name));
        if (number.isEmpty()) {
            reject("int_parsing", name, "Input should be a whole number from " + min + " to " + max);
        } else if (number.getAsLong() < min) {
            reject("greater_than_equal", name, "Input should be greater than or equal to " + min);
        } else if (number.getAsLong() > max) {
            reject("less_than_equal", name, "Input should be less than or equal to " + max);
        } else {
            return OptionalInt.of((int) number.getAsLong());
        }
        return OptionalInt.empty();
    }

    private static OptionalLong wholeNumber(JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return OptionalLong.of(value.longValue());
        }
        if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
            return OptionalLong.of(value.longValue());
        }
        if (value.isTextual()) {
            try {
                return OptionalLong.of(Long.parseLong(value.textValue().strip()));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** A number from 0 to 1. */
    public OptionalDouble share(String name) {
        if (!has(name)) {
            return OptionalDouble.empty();
        }
        JsonNode value = values.get(name);
        double number = Double.NaN;
        if (value.isNumber()) {
            number = value.doubleValue();
        } else if (value.isTextual()) {
            try {
                number = Double.parseDouble(value.textValue().strip());
            } catch (NumberFormatException e) {
                number = Double.NaN;
            }
        }
        if (number >= 0 && number <= 1) {
            return OptionalDouble.of(number);
        }
        reject("float_parsing", name, "Input should be a number from 0 to 1");
        return OptionalDouble.empty();
    }

    /** True or false; {@code fallback} when absent. */
    public boolean flag(String name, boolean fallback) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode value = values.get(name);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isTextual() && ("true".equals(value.textValue()) || "false".equals(value.textValue()))) {
            return Boolean.parseBoolean(value.textValue());
        }
        reject("bool_parsing", name, "Input should be true or false");
        return fallback;
    }

    /** One of the names of an enumeration, in lower case; {@code fallback} when absent. */
    public <E extends Enum<E>> E choice(String name, Class<E> choices, E fallback) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return fallback;
        }
        for (E choice : choices.getEnumConstants()) {
            if (choice.name().equalsIgnoreCase(given.get().strip())) {
                return choice;
            }
        }
        String allowed = Arrays.stream(choices.getEnumConstants())
                .map(choice -> "'" + choice.name().toLowerCase(java.util.Locale.ROOT) + "'")
                .collect(Collectors.joining(" or "));
        reject("enum", name, "Input should be " + allowed);
        return fallback;
    }

    /** Several words, as an array of texts or as one text with commas; empty when absent. */
    public List<String> words(String name) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode value = values.get(name);
        if (value.isTextual()) {
            return Arrays.asList(value.textValue().split(",", -1));
        }
        if (value.isArray()) {
            List<JsonNode> items =
                    StreamSupport.stream(value.spliterator(), false).toList();
            if (items.stream().allMatch(JsonNode::isTextual)) {
                return items.stream().map(JsonNode::textValue).toList();
            }
        }
        reject("list_type", name, "Input should be a list of strings, or one string with commas");
        return List.of();
    }

    /** The values inside an object, for reading on; absent counts as an empty object. */
    public Map<String, Object> object(String name) {
        if (!has(name)) {
            return Map.of();
        }
        JsonNode value = values.get(name);
        if (value.isObject()) {
            return json.convertValue(value, OBJECT);
        }
        reject("dict_type", name, "Input should be a JSON object");
        return Map.of();
    }

    /**
     * The objects of a list that must be there, each to be read and checked by itself; none when the list is wrong.
     *
     * @param most how many there may be; at least one is needed
     */
    public List<Input> objects(String name, int most) {
        if (!has(name)) {
            missing(name);
            return List.of();
        }
        JsonNode value = values.get(name);
        if (!value.isArray()
                || !StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject)) {
            reject("list_type", name, "Input should be a list of JSON objects");
        } else if (value.isEmpty()) {
            reject("too_short", name, "List should have at least 1 item");
        } else if (value.size() > most) {
            wrong.add(new InvalidValue(
                    "too_long", at(name), "List should have at most " + most + " items", value.size() + " items"));
        } else {
            List<Input> objects = new ArrayList<>(value.size());
            for (JsonNode item : value) {
                List<String> place = new ArrayList<>(at(name));
                place.add(Integer.toString(objects.size()));
                objects.add(new Input(List.copyOf(place), json, (ObjectNode) item));
            }
            return objects;
        }
        return List.of();
    }

    private List<String> at(String name) {
        return Stream.concat(origin.stream(), Stream.of(name)).toList();
    }

    /** Takes note that a value cannot be right. */
    public void reject(String type, String name, String message) {
        JsonNode given = values.has(name) ? values.get(name) : NODES.nullNode();
        wrong.add(new InvalidValue(type, at(name), message, given instanceof TextNode t ? t.textValue() : given));
    }

    /** Takes note that a value is missing. */
    public void missing(String name) {
        wrong.add(new InvalidValue("missing", at(name), "Field required", values));
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidInputException when anything was wrong, with all of it
     */
    public void check() {
        if (!wrong.isEmpty()) {
            throw new InvalidInputException(wrong);
        }
    }
}
