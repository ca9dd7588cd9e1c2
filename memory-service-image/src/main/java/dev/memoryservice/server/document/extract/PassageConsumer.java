package dev.memoryservice.server.document.extract;

import java.io.IOException;

/** Takes the passages of a document in its order. */
@FunctionalInterface
public interface PassageConsumer {

    /** Takes the next passage; an {@link UnreadableDocumentException} ends the reading. */
    void take(Passage passage) throws IOException, UnreadableDocumentException;
}
