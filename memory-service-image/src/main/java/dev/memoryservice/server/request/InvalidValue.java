package dev.memoryservice.server.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is wrong with one value of a request, in the shape that clients of this API know.
 *
 * @param type a stable word for programs, for example {@code missing} or {@code less_than_equal}
 * @param loc where the value is: {@code body} or {@code query}, then the name
 * @param msg what would be right, for people
 * @param input the value as it was given; the whole body when the value is missing
 */
@Schema(name = "InvalidValue", description = "What is wrong with one value of the request")
public record InvalidValue(
        @Schema(examples = "less_than_equal") String type,
        @Schema(examples = "[\"query\",\"page_size\"]") List<String> loc,

        @Schema(examples = "Input should be less than or equal to 100")
        String msg,

        @JsonInclude(JsonInclude.Include.ALWAYS) Object input) {

    /** The longest excerpt of a wrong value that is given back, in characters. */
    private static final int EXCERPT = 80;

    /** One line for people and for models: name, what would be right, and what was given. */
    String sentence() {
        String where = loc.stream().skip(1).collect(Collectors.joining("."));
        String given = String.valueOf(input);
        String excerpt = given.length() > EXCERPT ? given.substring(0, EXCERPT) + "…" : given;
        return (where.isEmpty() ? "" : where + ": ") + msg + ("missing".equals(type) ? "" : ", not '" + excerpt + "'");
    }
}
