package dev.memoryservice.server.openai;

/** The service did not answer, or not usefully. The message says why, and is fit for the client. */
public final class OpenAiException extends Exception {

    public OpenAiException(String message) {
        super(message);
    }
}
