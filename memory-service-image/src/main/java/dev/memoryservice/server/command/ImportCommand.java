package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.importing.Destination;
import dev.memoryservice.server.importing.Import;
import dev.memoryservice.server.importing.ImportReport;
import dev.memoryservice.server.importing.ImportStoppedException;
import dev.memoryservice.server.importing.Importer;
import dev.memoryservice.server.importing.Item;
import dev.memoryservice.server.importing.LocalDestination;
import dev.memoryservice.server.importing.RemoteDestination;
import dev.memoryservice.server.importing.Source;
import dev.memoryservice.server.importing.Sources;
import dev.memoryservice.server.memory.MemoryRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.portable.InvalidFileException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: brings in the memories of a file. */
@Command(
        name = "import",
        description =
                "Imports the SQLite file or the JSON export of the Python memory service, or an export of this server."
                        + " An import that was broken off is run again: what is there is not stored twice.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file; what it is shows by its content.")
    private Path file;

    @Mixin
    private ServerAddress server;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose the memories become; not with --url, where the key"
                    + " decides. The default is what the file says, or 'default'.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "The store for all of them. The default is the store that each has in the file.")
    private Optional<String> store = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "A file to write every skipped item into, as lines of JSON with place, content_hash, reason, detail.")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter errors = spec.commandLine().getErr();
        try (SkippedItems skipped = SkippedItems.open(errors, report)) {
            ImportReport counts = new ImportReport(skipped::add);
            boolean done = Progress.during(counts, errors, () -> run(counts, errors));
            Summary.print(counts, out);
            return done ? 0 : 1;
        } catch (IOException e) {
            errors.println("The report cannot be written: " + e.getMessage());
            return 1;
        }
    }

    /** Imports, and says on {@code errors} what went wrong, if anything did. */
    private boolean run(ImportReport counts, PrintWriter errors) {
        try {
            Source source = Sources.of(file);
            errors.println("Importing " + file + ", a " + source.kind());
            if (server.url().isPresent()) {
                try (HttpClient client = server.client()) {
                    into(new RemoteDestination(client, server.url().get(), server.key()), source, counts);
                }
            } else {
                try (LocalStore local = LocalStore.open()) {
                    Importer importer = new Importer(
                            local.store(),
                            local.embedder(),
                            new MemoryRules(new ObjectMapper(), local.config().limits()),
                            local.config().stores(),
                            (space, memory) -> {});
                    into(new LocalDestination(importer), source, counts);
                }
            }
            return true;
        } catch (InvalidFileException | ConfigurationException e) {
            errors.println(e.getMessage());
        } catch (ImportStoppedException e) {
            errors.println("The import stopped, and can be run again: " + e.getMessage());
        }
        return false;
    }

    private void into(Destination destination, Source source, ImportReport counts) {
        Import.run(
                new Source() {
                    @Override
                    public String kind() {
                        return source.kind();
                    }

                    @Override
                    public void read(Consumer<Item> each) {
                        source.read(item -> each.accept(directed(item)));
                    }
                },
                destination,
                counts);
    }

    private Item directed(Item item) {
        if (!(item instanceof Item.Found(String place, StoredMemory memory))) {
            return item;
        }
        Space space = new Space(
                tenant.orElse(memory.space().tenant()),
                store.orElse(memory.space().store()));
        return new Item.Found(place, memory.in(space));
    }
}
