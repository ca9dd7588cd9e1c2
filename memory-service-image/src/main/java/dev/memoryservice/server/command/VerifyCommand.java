package dev.memoryservice.server.command;

import dev.memoryservice.server.Backends;
import dev.memoryservice.server.backup.BackupException;
import dev.memoryservice.server.backup.EncryptionKeys;
import dev.memoryservice.server.backup.Verification;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupManifest;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: proves a backup without a server. */
@Command(
        name = "verify",
        description =
                "Proves the file of a backup without a server: reads it, restores it into an empty store, compares"
                        + " every byte, and searches. Needs the room of the store in the folder for temporary files.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The backup, a file like 20261121T030000Z-k3x9.memorybackup.")
    private Path file;

    @Option(
            names = "--encryption-keys",
            paramLabel = "DIRECTORY",
            description = "Where the keys are: a file for each, named as the key, with 32 bytes in base64.")
    private Optional<Path> keys = Optional.empty();

    @Option(
            names = "--scratch",
            paramLabel = "DIRECTORY",
            description = "Where the empty store is made; the folder for temporary files when not given.")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() {
        PrintWriter errors = spec.commandLine().getErr();
        if (!Files.isRegularFile(file)) {
            errors.println(file + " is no file");
            return 1;
        }
        try {
            BackupContents contents = new Verification(
                            () -> Files.newInputStream(file),
                            new EncryptionKeys(keys),
                            scratch,
                            Backends::scratch,
                            () -> {})
                    .run();
            print(contents, spec.commandLine().getOut());
            return 0;
        } catch (InvalidFileException | BackupException | StoreUnavailableException e) {
            errors.println(file + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            errors.println(file + " cannot be read: " + e.getCause());
        }
        return 1;
    }

    private void print(BackupContents contents, PrintWriter out) {
        BackupManifest manifest = contents.manifest();
        out.printf(
                "%s is good: %d memories and %d tombstones as of %s, written by %s, model %s, SHA-256 %s%n",
                file,
                manifest.memories(),
                manifest.tombstones(),
                contents.header().createdAt(),
                contents.header().server(),
                contents.header().model(),
                contents.sha256());
        for (BackupManifest.SpaceCount space : manifest.spaces()) {
            out.printf(
                    "  tenant %s, store %s: %d memories and %d tombstones%n",
                    space.tenant(), space.store(), space.memories(), space.tombstones());
        }
        out.flush();
    }
}
