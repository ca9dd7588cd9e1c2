package dev.memoryservice.server.memory;

import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.request.Input;
import java.util.Optional;

/**
 * Reads a {@link MemoryFilter} from a request. The same names mean the same for a query, a body and the arguments of a
 * tool: {@code tags} (or {@code tag}) with {@code tag_match}, {@code tag_expression}, {@code memory_type} and
 * {@code conversation_id}. A blank text counts as absent, as forms send it.
 */
public final class FilterInput {

    private FilterInput() {}

    /** The filter that is given; {@link MemoryFilter#NONE} when nothing is. Refused by {@link Input#check}. */
    public static MemoryFilter read(Input input) {
        MemoryFilter filter = MemoryFilter.byTags(
                input.words(input.has("tags") ? "tags" : "tag"),
                input.choice("tag_match", TagMatch.class, TagMatch.ANY));
        Optional<String> expression = given(input, "tag_expression");
        if (expression.isPresent()) {
            try {
                filter = filter.withTags(TagExpression.parse(expression.get()));
            } catch (TagExpressionException e) {
                input.reject("tag_expression", "tag_expression", e.getMessage());
            }
        }
        Optional<String> type = given(input, "memory_type");
        if (type.isPresent()) {
            filter = filter.withType(type.get());
        }
        Optional<String> conversation = given(input, "conversation_id");
        return conversation.isPresent() ? filter.withConversation(conversation.get()) : filter;
    }

    private static Optional<String> given(Input input, String name) {
        return input.text(name).map(String::strip).filter(text -> !text.isEmpty());
    }
}
