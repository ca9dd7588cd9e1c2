package dev.memoryservice.server.document.extract;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads documents in a child process, one for each: a heap that overflows, a stack that overflows, a loop without an end
 * hurt that process only. It gets no environment, so none of the server's secrets.
 */
public final class Extractor {

    /** One class of each library that the child needs, from which the library's jar is found without loading it. */
    private static final List<String> NEEDED = List.of(
            "dev/memoryservice/server/document/extract/ExtractionMain.class",
            "org/apache/pdfbox/pdmodel/PDDocument.class",
            "org/apache/pdfbox/io/RandomAccessRead.class",
            "org/apache/fontbox/ttf/TrueTypeFont.class",
            "org/apache/commons/logging/LogFactory.class",
            "org/jsoup/Jsoup.class",
            "org/commonmark/node/Node.class",
            "com/fasterxml/jackson/core/JsonParser.class",
            "com/fasterxml/jackson/databind/ObjectMapper.class",
            "com/fasterxml/jackson/annotation/JsonProperty.class",
            "com/fasterxml/jackson/dataformat/csv/CsvFactory.class");

    private static final long GRACE_SECONDS = 2;

    private final ExtractionLimits limits;

    public Extractor(ExtractionLimits limits) {
        this.limits = limits;
    }

    /** A running reading, which can be ended from another thread. */
    public static final class Run {

        private Process process;
        private boolean ended;

        /** Ends it now, and every one that starts later. */
        public synchronized void end() {
            ended = true;
            if (process != null) {
                process.destroyForcibly();
            }
        }

        private synchronized Process start(ProcessBuilder builder) throws IOException, UnreadableDocumentException {
            if (ended) {
                throw new UnreadableDocumentException("The server stopped before the document was read: send it again");
            }
            process = builder.start();
            return process;
        }
    }

    /**
     * Writes the passages of a document into a file, for {@link #passages}. Blocks until it is done.
     *
     * @throws UnreadableDocumentException when the document cannot be read, with the reason
     */
    public void extract(Path document, DocumentFormat format, Path passages, Run run)
            throws IOException, InterruptedException, UnreadableDocumentException {
        Process process = run.start(command(document, format, passages));
        try {
            if (!process.waitFor(limits.timeout().toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw tooSlow();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try {
            passages(passages, passage -> {});
        } catch (EOFException | NoSuchFileException e) {
            throw process.exitValue() == ExtractionMain.OUT_OF_TIME
                    ? tooSlow()
                    : new UnreadableDocumentException(
                            "Reading the document ended abruptly: it takes too much memory, or is made to harm");
        }
    }

    /** Hands over what {@link #extract} wrote, in the order of the document. */
    public void passages(Path passages, PassageConsumer consumer) throws IOException, UnreadableDocumentException {
        PassageFile.read(passages, consumer);
    }

    private UnreadableDocumentException tooSlow() {
        return new UnreadableDocumentException("Reading the document takes longer than "
                + limits.timeout().toSeconds() + " seconds: split it, or raise memory-service.documents.timeout");
    }

    private ProcessBuilder command(Path document, DocumentFormat format, Path passages) throws IOException {
        Path scratch = Files.createDirectories(passages.resolveSibling("scratch"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms16m",
                "-Xmx" + limits.heapMebibytes() + "m",
                "-XX:MaxMetaspaceSize=64m",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:MaxDirectMemorySize=16m",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scratch,
                "-Dpdfbox.fontcache=" + scratch,
                "-cp",
                String.join(File.pathSeparator, classPath()),
                ExtractionMain.class.getName(),
                document.toString(),
                format.name(),
                passages.toString(),
                Integer.toString(limits.pages()),
                Integer.toString(limits.characters()),
                Integer.toString(limits.heapMebibytes()),
                Long.toString(limits.timeout().toSeconds()));
        builder.environment().clear();
        // Names of folders are not always ASCII; one arena keeps the memory outside the heap small.
        builder.environment().putAll(Map.of("LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "1"));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private static Set<String> classPath() {
        Set<String> path = new LinkedHashSet<>();
        for (String needed : NEEDED) {
            URL url = Extractor.class.getClassLoader().getResource(needed);
            if (url == null) {
                throw new IllegalStateException("The server was packaged without " + needed);
            }
            String location = url.toString();
            int inside = location.indexOf("!/");
            String file = inside < 0
                    ? location.substring(0, location.length() - needed.length())
                    : location.substring("jar:".length(), inside);
            path.add(Path.of(URI.create(file)).toString());
        }
        return path;
    }
}
