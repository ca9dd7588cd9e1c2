package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A way through the API server, as {@code kubectl port-forward} makes it: works on every cluster.
 *
 * @param forward what the client library opened
 */
record ForwardedPort(LocalPortForward forward) implements WayToPod {

    static ForwardedPort open(Pod pod, int port) {
        return new ForwardedPort(ClusterUnderTest.client().pods().resource(pod).portForward(port));
    }

    @Override
    public int port() {
        return forward.getLocalPort();
    }

    @Override
    public boolean isOpen() {
        return forward.isAlive() && !forward.errorOccurred();
    }

    @Override
    public void close() {
        try {
            forward.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a forwarded port", e);
        }
    }
}
