package dev.memoryservice.server.importing;

import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.importing.python.PythonDatabase;
import dev.memoryservice.server.importing.python.PythonExport;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.portable.PortableReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells by its first bytes what a file is. */
public final class Sources {

    private static final int ENOUGH = 512;

    private Sources() {}

    /**
     * The source that reads {@code file}.
     *
     * @throws InvalidFileException when it is nothing that can be imported, with what can
     */
    public static Source of(Path file) {
        byte[] beginning = beginning(file);
        if (PortableReader.recognises(beginning)) {
            return new PortableSource(file);
        }
        if (PythonDatabase.recognises(beginning)) {
            return new PythonDatabase(file);
        }
        // Before the text: a backup begins with a bracket.
        if (BackupReader.recognises(beginning)) {
            throw new InvalidFileException(file
                    + " is a backup, which is not imported but restored, with everything that it holds: memory-service restore"
                    + " --server URL --key-file KEY --file " + file);
        }
        String text = new String(beginning, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\ufeff")) {
            return new PythonExport(file);
        }
        throw new InvalidFileException(
                (beginning.length == 0 ? file + " is empty" : file + " is none of the known kinds")
                        + ": give an export of this server, or the SQLite file or a JSON export of the Python memory service");
    }

    private static byte[] beginning(Path file) {
        if (!Files.exists(file)) {
            throw new InvalidFileException("There is no file " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(file + " is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ENOUGH);
        } catch (IOException e) {
            throw new InvalidFileException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
