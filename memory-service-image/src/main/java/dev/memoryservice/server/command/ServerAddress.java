package dev.memoryservice.server.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that can work through a running server instead of opening the store itself. */
final class ServerAddress {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running server, for example https://memory.example.com. Without it the store of the"
                    + " configuration is opened, which no server may have open at the same time.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "A file with the key for the server. The default is the variable MEMORY_SERVICE_AUTH_API_KEY.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "A file with the certificates, as PEM, of the authorities that vouch for the server, in place of"
                            + " those that everybody trusts.")
    private Optional<Path> authorities = Optional.empty();

    /** The server, when one is meant. */
    Optional<URI> url() {
        if (url.isEmpty() && (keyFile.isPresent() || authorities.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "--api-key-file and --ca-file are for --url, which is missing");
        }
        url.ifPresent(address -> {
            if (address.getHost() == null || !SCHEMES.contains(address.getScheme())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--url is '" + address + "': give it as http://host:port or https://host:port");
            }
        });
        return url;
    }

    /** The key to show it. */
    Optional<String> key() {
        if (keyFile.isEmpty()) {
            return Optional.ofNullable(System.getenv("MEMORY_SERVICE_AUTH_API_KEY"))
                    .filter(key -> !key.isBlank());
        }
        try {
            return Optional.of(Files.readString(keyFile.get()).strip());
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--api-key-file " + keyFile.get() + " cannot be read: " + e, e);
        }
    }

    /** A client that trusts it. */
    HttpClient client() {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        authorities.map(this::trust).ifPresent(client::sslContext);
        return client.build();
    }

    private SSLContext trust(Path file) {
        try {
            return TrustedAuthorities.read(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
