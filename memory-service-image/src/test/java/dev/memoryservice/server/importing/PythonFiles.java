package dev.memoryservice.server.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files that a real Python service of version 12.4.0 wrote, see {@code src/test/python/make_fixture.py}. */
public final class PythonFiles {

    /** How many memories are in each of the files. */
    public static final int MEMORIES = 25;

    private PythonFiles() {}

    /** Its database, with one deleted memory more. */
    public static Path database(Path directory) {
        return copy("memory-12.4.0.db.gz", directory.resolve("sqlite_vec.db"), true);
    }

    /** Its JSON export. */
    public static Path export(Path directory) {
        return copy("export-12.4.0.json", directory.resolve("export.json"), false);
    }

    private static Path copy(String name, Path target, boolean unpack) {
        try (InputStream in = PythonFiles.class.getResourceAsStream("/python-service/" + name)) {
            Files.copy(unpack ? new GZIPInputStream(in) : in, target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
