package dev.memoryservice.server.oauth.external;

/** The issuer did not give its keys; the message says why. */
final class IssuerException extends Exception {

    IssuerException(String why) {
        super(why);
    }
}
