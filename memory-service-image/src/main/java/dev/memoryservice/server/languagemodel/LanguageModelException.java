package dev.memoryservice.server.languagemodel;

/** The language model did not answer, or not usefully. The message says why, and is fit for the client. */
public final class LanguageModelException extends Exception {

    public LanguageModelException(String message) {
        super(message);
    }
}
