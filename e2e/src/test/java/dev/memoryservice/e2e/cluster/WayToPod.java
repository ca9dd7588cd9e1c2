package dev.memoryservice.e2e.cluster;

/** A port of this machine that leads to one of a pod. */
public interface WayToPod extends AutoCloseable {

    /** The port, on the loopback address. */
    int port();

    /** Whether it still leads somewhere, as far as can be told from here. */
    boolean isOpen();

    @Override
    void close();
}
