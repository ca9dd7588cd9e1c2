package dev.memoryservice.server.tracing;

/** A part of the work on a request, from its beginning to {@link #close}. */
public interface Step extends AutoCloseable {

    /** A step of a request that nobody traces. */
    Step UNTRACED = new Step() {
        @Override
        public void failed() {}

        @Override
        public void close() {}
    };

    /** Says that it did not end well. */
    void failed();

    @Override
    void close();
}
