package dev.memoryservice.e2e.service;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The service on its real port, at an address of this machine that nobody else uses: programs of others that take the
 * service's name for this address use the very URL that clients in the cluster do. Needs the addresses 127.0.0.0/8, which
 * Linux has.
 */
public final class OwnAddress implements AutoCloseable {

    private static final int PORT = 8000;

    private final MemoryServiceHandle service;
    private final InetAddress address;
    private LocalPortForward forward;

    private OwnAddress(MemoryServiceHandle service, InetAddress address, LocalPortForward forward) {
        this.service = service;
        this.address = address;
        this.forward = forward;
    }

    /** Opens the port. */
    public static OwnAddress of(MemoryServiceHandle service) {
        InetAddress address = anyOfThisMachine();
        return new OwnAddress(service, address, open(service, address));
    }

    private static InetAddress anyOfThisMachine() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] bytes = {127, (byte) random.nextInt(64, 127), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static LocalPortForward open(MemoryServiceHandle service, InetAddress address) {
        List<Pod> ready = service.pods().stream().filter(Readiness::isPodReady).toList();
        if (ready.isEmpty()) {
            throw new IllegalStateException("no pod of " + service + " is ready");
        }
        return ClusterUnderTest.client().pods().resource(ready.getFirst()).portForward(PORT, address, PORT);
    }

    /** Leads to the pod that is ready now. */
    public void reopen() {
        close();
        forward = open(service, address);
    }

    /** The address in digits. */
    public String digits() {
        return address.getHostAddress();
    }

    @Override
    public void close() {
        try {
            forward.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the forwarded port of " + service, e);
        }
    }
}
