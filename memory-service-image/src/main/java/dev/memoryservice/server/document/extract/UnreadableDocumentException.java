package dev.memoryservice.server.document.extract;

/** A document cannot be read. The message says why and what to do, for whoever sent it. */
public final class UnreadableDocumentException extends Exception {

    public UnreadableDocumentException(String message) {
        super(message);
    }
}
