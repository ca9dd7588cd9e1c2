package dev.memoryservice.server.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that has a running server do something that only administrators may. */
final class AdminServer {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"--server", "--url"},
            paramLabel = "URL",
            required = true,
            description = "The running server, for example https://memory.example.com.")
    private URI server;

    @Option(
            names = {"--key-file", "--api-key-file"},
            paramLabel = "FILE",
            description = "A file with a key of an administrator. The default is the variable"
                    + " MEMORY_SERVICE_AUTH_API_KEY.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "A file with the certificates, as PEM, of the authorities that vouch for the server, in place of"
                            + " those that everybody trusts.")
    private Optional<Path> authorities = Optional.empty();

    /** A client of it. */
    AdminClient client() {
        return client(server, keyFile, authorities);
    }

    /** The authorities that vouch for the server; empty for those that everybody trusts. */
    Optional<Path> authorities() {
        return authorities;
    }

    /** A client of another server. */
    AdminClient client(URI address, Optional<Path> file, Optional<Path> vouchedForBy) {
        if (address.getHost() == null || !SCHEMES.contains(address.getScheme())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + address + "' is no server: give it as http://host:port or https://host:port");
        }
        return new AdminClient(address, key(file), vouchedForBy.map(this::trusted));
    }

    private SSLContext trusted(Path file) {
        try {
            return TrustedAuthorities.read(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<String> key(Optional<Path> file) {
        if (file.isEmpty()) {
            return Optional.ofNullable(System.getenv("MEMORY_SERVICE_AUTH_API_KEY"))
                    .filter(key -> !key.isBlank());
        }
        try {
            return Optional.of(Files.readString(file.get()).strip());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "The key file " + file.get() + " cannot be read: " + e, e);
        }
    }
}
