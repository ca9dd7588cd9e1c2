package dev.memoryservice.server.memory;

/** A text is no {@link TagExpression}. The message says what was found where, and what was expected. */
public final class TagExpressionException extends Exception {

    TagExpressionException(String message) {
        super(message);
    }
}
