package dev.memoryservice.server.mcp;

/** Hears how far a long call is; clients that did not ask for it are told nothing. */
@FunctionalInterface
public interface Progress {

    /**
     * Tells the client.
     *
     * @param done how much is done, more than the last time
     * @param total how much there is to do
     * @param message for people
     * @throws java.util.concurrent.CancellationException when the client has given up: stop, and undo nothing
     */
    void report(double done, double total, String message);
}
