package dev.memoryservice.server.oauth.token;

/** A token that is not taken; the message says why, and nothing of what is in it. */
public final class InvalidTokenException extends Exception {

    public InvalidTokenException(String why) {
        super(why);
    }
}
