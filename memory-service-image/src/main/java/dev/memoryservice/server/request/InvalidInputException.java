package dev.memoryservice.server.request;

import java.util.List;
import java.util.stream.Collectors;

/** A request with values that cannot be right; REST answers 422, MCP a tool error. Nothing was changed. */
public final class InvalidInputException extends RuntimeException {

    private final transient List<InvalidValue> values;

    public InvalidInputException(List<InvalidValue> values) {
        super(values.stream().map(InvalidValue::sentence).collect(Collectors.joining("; ")));
        this.values = List.copyOf(values);
    }

    /** Everything that is wrong, at least one value. */
    public List<InvalidValue> values() {
        return values;
    }
}
