package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.importing.Item;
import dev.memoryservice.server.importing.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Writes down the items that an import leaves out: the first few for the person, all of them into the report. */
final class SkippedItems implements AutoCloseable {

    private static final int SHOWN = 20;

    private final PrintWriter errors;
    private final Optional<BufferedWriter> report;
    private final ObjectMapper json = new ObjectMapper();
    private int skipped;

    private SkippedItems(PrintWriter errors, Optional<BufferedWriter> report) {
        this.errors = errors;
        this.report = report;
    }

    /** @throws IOException when the report cannot be made */
    static SkippedItems open(PrintWriter errors, Optional<Path> report) throws IOException {
        return new SkippedItems(
                errors, report.isPresent() ? Optional.of(Files.newBufferedWriter(report.get())) : Optional.empty());
    }

    void add(Item item, Outcome.Skipped why) {
        if (skipped++ < SHOWN) {
            errors.printf("  skipped %s %s: %s%n", item.place(), item.contentHash(), why.detail());
        } else if (skipped == SHOWN + 1 && report.isEmpty()) {
            errors.println("  further skipped items are only counted; --report FILE lists all of them");
        }
        try {
            if (report.isPresent()) {
                String line = json.createObjectNode()
                        .put("place", item.place())
                        .put("content_hash", item.contentHash())
                        .put("reason", why.reason().name().toLowerCase(Locale.ROOT))
                        .put("detail", why.detail())
                        .toString();
                report.get().append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (report.isPresent()) {
            report.get().close();
        }
    }
}
