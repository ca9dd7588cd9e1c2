package dev.memoryservice.operator.testing;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A MemoryService with backups whose server answers. */
public record BackedUpService(TestCluster cluster, String name, TestMemoryServer server) implements AutoCloseable {

    /** Starts one with this spec; the address is the one that the name of its Service leads to. */
    public static BackedUpService start(TestCluster cluster, String name, String address, String spec, long memories)
            throws IOException {
        cluster.apply(name, spec);
        String key = TestCluster.decode(cluster.await(Secret.class, name + "-api-keys"), "default");
        TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress(address, 8000))
                .withKey(key)
                .withOperatorKeys(TestCluster.decode(cluster.await(Secret.class, name + "-operator-key"), "key"))
                .withMemories(memories);
        cluster.reportReady(name);
        return new BackedUpService(cluster, name, server);
    }

    public TestBackups backups() {
        return server.backups();
    }

    @Override
    public void close() {
        server.close();
        // The cluster of the tests goes on: nobody shall ask a server that is gone for the rest of it.
        cluster.clear();
    }
}
