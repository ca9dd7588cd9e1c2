package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.embedding.TestModel;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged server in a process of its own, with its data and its backups in a folder. */
final class ServerProcess implements AutoCloseable {

    private static final String KEY = "key-of-the-process";

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, and waits until it answers. */
    static ServerProcess start(Path directory, Map<String, String> more) throws IOException {
        int port = freePort();
        Path log = directory.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-jar",
                        Path.of("target/quarkus-app/quarkus-run.jar")
                                .toAbsolutePath()
                                .toString(),
                        "serve")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.put(
                "MEMORY_SERVICE_SQLITE_PATH", directory.resolve("memory.db").toString());
        environment.put("MEMORY_SERVICE_BACKUP_DIRECTORY", backups(directory).toString());
        environment.put(
                "MEMORY_SERVICE_BACKUP_SCRATCH_DIRECTORY",
                directory.resolve("scratch").toString());
        environment.put("MEMORY_SERVICE_AUTH_API_KEY", KEY);
        environment.put("MEMORY_SERVICE_DUPLICATES_SEMANTIC", "false");
        environment.put(
                "MEMORY_SERVICE_MODEL_DIRECTORY",
                TestModel.models().toAbsolutePath().toString());
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        environment.putAll(more);
        ServerProcess server = new ServerProcess(builder.start(), port);
        await("the server").until(() -> {
            assertThat(server.process.isAlive()).as(Files.readString(log)).isTrue();
            return server.answers();
        });
        return server;
    }

    /** Where its backups are. */
    static Path backups(Path directory) {
        return directory.resolve("backups");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws Exception {
        try {
            return client().get("/api/health").statusCode() == 200;
        } catch (Exception e) {
            if (e instanceof ConnectException) {
                return false;
            }
            throw e;
        }
    }

    /** A request with the key, which may do everything. */
    RequestSpecification client() {
        return given().baseUri("http://127.0.0.1:" + port).header("Authorization", "Bearer " + KEY);
    }

    /** The same with a body. */
    RequestSpecification sending(Object body) {
        return client().contentType("application/json").body(body);
    }

    /** Ends it with SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it with SIGKILL after this time. */
    void killAfter(int milliseconds) throws InterruptedException {
        assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        kill();
    }

    /** Ends it with SIGTERM. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public void close() {
        kill();
    }
}
