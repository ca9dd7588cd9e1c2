package dev.memoryservice.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real object store that speaks S3, beside the Pods of the local cluster, which reach it at the address of their node. Its
 * bucket is a folder there.
 */
public final class ObjectStore implements AutoCloseable {

    public static final String BUCKET = "backups";
    public static final String ACCESS_KEY_ID = "tester";
    public static final String SECRET_ACCESS_KEY = "secret-of-the-tester";

    private static final int PORT = 19000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Node node;
    private final String folder = "/tmp/object-store-" + UUID.randomUUID();
    private final String address;

    private ObjectStore(Node node, String address) {
        this.node = node;
        this.address = address;
    }

    /** Starts one on the node; where the tests have none to start, they are skipped. */
    public static ObjectStore on(Node node) {
        Optional<String> program =
                Optional.ofNullable(System.getenv("S3_SERVER")).filter(path -> !path.isBlank());
        Assumptions.assumeTrue(program.isPresent(), "S3_SERVER names no object store: see build/s3-server.sh");
        ObjectStore store = new ObjectStore(node, internalAddress(node));
        store.start(program.orElseThrow());
        return store;
    }

    private static String internalAddress(Node node) {
        return ClusterUnderTest.client().nodes().withName(node.name()).get().getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .findFirst()
                .orElseThrow()
                .getAddress();
    }

    private void start(String program) {
        node.shell("mkdir -p %s/objects/%s".formatted(folder, BUCKET));
        node.write(
                folder + "/start.sh", """
                echo $$ >%1$s/pid
                export ROOT_ACCESS_KEY=%2$s ROOT_SECRET_KEY=%3$s
                exec %4$s --port %5$s:%6$d posix %1$s/objects
                """.formatted(folder, ACCESS_KEY_ID, SECRET_ACCESS_KEY, program, address, PORT));
        node.start(ClusterUnderTest.project().resolve(Path.of("target/object-store.log")), "sh", folder + "/start.sh");
        Awaitility.await("the object store").atMost(PATIENCE).ignoreExceptions().until(() -> node.fetch(endpoint())
                .contains("<Error>"));
    }

    /** Where it is, for {@code spec.backup.s3.endpoint}. */
    public String endpoint() {
        return "http://%s:%d".formatted(address, PORT);
    }

    /** The port that it listens on. */
    public int port() {
        return PORT;
    }

    /** The names of the objects in the bucket. */
    public List<String> objects() {
        return node.shell("cd %s/objects/%s && find . -type f -printf '%%P\\n'".formatted(folder, BUCKET))
                .lines()
                .sorted()
                .toList();
    }

    /** What anybody reads in a backup that is an object: its lines, of one that is encrypted only the first. */
    public List<String> readable(String object) {
        return node.shell("zstd --decompress --stdout --quiet %s/objects/%s/%s".formatted(folder, BUCKET, object))
                .lines()
                .toList();
    }

    @Override
    public void close() {
        node.shell("kill $(cat %1$s/pid); rm -rf %1$s".formatted(folder));
    }
}
