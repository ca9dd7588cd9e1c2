package dev.memoryservice.server.command;

import dev.memoryservice.server.importing.ImportReport;
import dev.memoryservice.server.importing.Reason;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The result of an import in words and counts. */
final class Summary {

    private Summary() {}

    static void print(ImportReport counts, PrintWriter out) {
        Map<Reason, Long> skipped = counts.skipped();
        out.printf(
                "%d items: %d stored, %d there already, %d skipped%n",
                counts.total(),
                counts.stored(),
                counts.unchanged(),
                skipped.values().stream().mapToLong(Long::longValue).sum());
        skipped.forEach(
                (reason, count) -> out.printf("  %s: %d%n", reason.name().toLowerCase(Locale.ROOT), count));
        out.flush();
    }
}
