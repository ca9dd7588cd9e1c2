package dev.memoryservice.server.command;

import dev.memoryservice.server.exporting.Exporter;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.portable.Manifest;
import dev.memoryservice.server.portable.PortableReader;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: writes memories into a portable file, and proves it by reading it again. */
@Command(
        name = "export",
        description =
                "Exports everything into a portable file, or one tenant or one store of it. A running server goes on"
                        + " working meanwhile; the file is as of one moment.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The file to write, for example memories.jsonl.gz. It must not exist.")
    private Path file;

    @Mixin
    private ServerAddress server;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Only the memories of this tenant; not with --url, where the key decides.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--store", paramLabel = "NAME", description = "Only the memories of this store.")
    private Optional<String> store = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter errors = spec.commandLine().getErr();
        if (Files.exists(file)) {
            errors.println(file + " exists: choose another name, or remove it");
            return 1;
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            write(partial);
            Manifest manifest = proven(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            print(manifest, spec.commandLine().getOut());
            return 0;
        } catch (InvalidFileException | ConfigurationException | StoreUnavailableException e) {
            errors.println(e.getMessage());
        } catch (IOException e) {
            errors.println(file + " cannot be written: " + e);
        } catch (UncheckedIOException e) {
            errors.println(file + " cannot be written: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            errors.println("The export was cancelled");
        }
        return 1;
    }

    private void write(Path partial) throws IOException, InterruptedException {
        if (server.url().isPresent()) {
            download(server.url().get(), partial);
        } else {
            try (LocalStore local = LocalStore.open();
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                new Exporter(
                                local.store(),
                                local.embedder().model(),
                                local.embedder().dimension(),
                                ServerVersion.number())
                        .export(new Extent(tenant, store), out);
            }
        }
        try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    private void download(URI address, Path partial) throws IOException, InterruptedException {
        String query = store.map(name -> "?store=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .orElse("");
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/api/export" + query));
        server.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try (HttpClient client = server.client()) {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new InvalidFileException("%s answered %d: %s"
                            .formatted(
                                    address,
                                    response.statusCode(),
                                    new String(body.readNBytes(2_000), StandardCharsets.UTF_8)));
                }
                Files.copy(body, partial, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Manifest proven(Path written) throws IOException {
        try (InputStream in = Files.newInputStream(written)) {
            return PortableReader.read(in, memory -> {}).manifest();
        }
    }

    private void print(Manifest manifest, PrintWriter out) {
        out.printf(
                "%s: %d memories and %d tombstones, SHA-256 of the content %s%n",
                file, manifest.memories(), manifest.tombstones(), manifest.sha256());
        for (Manifest.SpaceCount space : manifest.spaces()) {
            out.printf(
                    "  tenant %s, store %s: %d memories and %d tombstones%n",
                    space.tenant(), space.store(), space.memories(), space.tombstones());
        }
        out.flush();
    }
}
