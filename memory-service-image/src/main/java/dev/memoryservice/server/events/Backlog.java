package dev.memoryservice.server.events;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients together were sent and have not taken yet, in bytes. One slow client may lag far behind; thousands
 * of them at once may not, since what they lag behind by is kept in memory.
 */
final class Backlog {

    /** How far one client may lag behind. */
    private static final long MOST_OF_ONE = 256L * 1024;

    /** From so much on, those that lag behind more than their share are cut. */
    private static final long MUCH = 32L * 1024 * 1024;

    private static final long SHARE = 8L * 1024;

    private final AtomicLong bytes = new AtomicLong();

    /** Whether a client that has not taken {@code unread} bytes lags too far behind. */
    boolean isTooMuch(long unread) {
        return unread > MOST_OF_ONE || (unread > SHARE && bytes.get() > MUCH);
    }

    /** Adds what was sent; a negative number is what was taken. */
    void add(long sent) {
        bytes.addAndGet(sent);
    }

    long bytes() {
        return bytes.get();
    }
}
