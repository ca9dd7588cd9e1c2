package dev.memoryservice.server.backup.repository;

import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A real object store, the program that {@code build/s3-server.sh} builds, with its objects in a folder. */
final class S3Server implements AutoCloseable {

    /** The environment variable that says where the program is. */
    static final String VARIABLE = "S3_SERVER";

    static final String BUCKET = "backups";

    private final Path folder;
    private final int port;
    private final Process process;

    private S3Server(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static S3Server start(Path directory) throws IOException {
        Path objects = Files.createDirectories(directory.resolve("objects"));
        Files.createDirectory(objects.resolve(BUCKET));
        Path log = directory.resolve("s3.log");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        System.getenv(VARIABLE), "--port", "127.0.0.1:" + port, "posix", objects.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("ROOT_ACCESS_KEY", "tester");
        builder.environment().put("ROOT_SECRET_KEY", "secret-of-the-tester");
        Process process = builder.start();
        await("the object store").until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return isListening(port);
        });
        return new S3Server(objects, port, process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The folder with the objects of the bucket. */
    Path objects() {
        return folder.resolve(BUCKET);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A place in a bucket, with these credentials. */
    S3Location location(Path directory, String bucket, String accessKey, String secretKey) throws IOException {
        Path credentials = Files.createTempDirectory(directory, "credentials");
        Files.writeString(credentials.resolve("access-key-id"), accessKey + "\n");
        Files.writeString(credentials.resolve("secret-access-key"), secretKey);
        return new S3Location(Optional.of(endpoint()), bucket, "team/memory", "us-east-1", true, credentials);
    }

    S3Location location(Path directory) throws IOException {
        return location(directory, BUCKET, "tester", "secret-of-the-tester");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
