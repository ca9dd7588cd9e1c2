package dev.memoryservice.server.document.extract;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The extraction process: reads one file and writes its passages. Arguments: the file, its format, where the passages
 * go, the most pages, the most characters, the MiB of its heap, and the seconds it may take. The last record says how
 * it ended.
 */
public final class ExtractionMain {

    /** The exit status of a process that ran out of time. */
    static final int OUT_OF_TIME = 124;

    /** As large as a character can get in the file of passages, and a little more. */
    private static final long BYTES_PER_CHARACTER = 4;

    private ExtractionMain() {}

    public static void main(String... arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        DocumentFormat format = DocumentFormat.valueOf(arguments[1]);
        Path passages = Path.of(arguments[2]);
        ExtractionLimits limits = new ExtractionLimits(
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Duration.ofSeconds(Long.parseLong(arguments[6])));
        dieBefore(limits.timeout());
        beTheFirstToGo();
        try (PassageFile.Writer writer = new PassageFile.Writer(
                new FileOutputStream(passages.toFile()), BYTES_PER_CHARACTER * limits.characters())) {
            extract(file, format, limits, writer);
        }
    }

    private static void extract(Path file, DocumentFormat format, ExtractionLimits limits, PassageFile.Writer writer)
            throws IOException {
        try {
            format.reader().read(file, limits, new PassageSink(writer::passage, limits));
            writer.complete();
        } catch (UnreadableDocumentException e) {
            writer.refused(e.getMessage());
        } catch (OutOfMemoryError e) {
            writer.refused("Reading the document takes more than " + limits.heapMebibytes()
                    + " MiB of memory: it is too large, or made to harm");
        } catch (StackOverflowError e) {
            writer.refused("The document is nested too deeply");
        } catch (IOException | RuntimeException e) {
            writer.refused(
                    "The file is damaged, or no " + format + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Should the server die, nobody else would end a reading that never ends. */
    private static void dieBefore(Duration timeout) {
        Thread.ofPlatform().daemon().name("deadline").start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(timeout.toMillis());
            } catch (InterruptedException e) {
                // Nobody interrupts it; ending early is the safe side.
            }
            Runtime.getRuntime().halt(OUT_OF_TIME);
        });
    }

    /** When the container runs out of memory, Linux shall end this process and not the server. */
    private static void beTheFirstToGo() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            // Not on Linux, or not allowed: the limits still hold.
        }
    }
}
