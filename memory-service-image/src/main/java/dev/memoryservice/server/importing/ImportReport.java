package dev.memoryservice.server.importing;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Counts what becomes of the items of an import, and passes on each that is skipped. Safe for use by several threads. */
public final class ImportReport {

    private final BiConsumer<Item, Outcome.Skipped> skips;
    private final Map<Reason, Long> skipped = new EnumMap<>(Reason.class);
    private long stored;
    private long unchanged;

    /** @param skips is told of every skipped item, one at a time */
    public ImportReport(BiConsumer<Item, Outcome.Skipped> skips) {
        this.skips = skips;
    }

    synchronized void add(Item item, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored s -> stored++;
            case Outcome.Unchanged u -> unchanged++;
            case Outcome.Skipped why -> {
                skipped.merge(why.reason(), 1L, Long::sum);
                skips.accept(item, why);
            }
        }
    }

    /** How many are durable now that were not there before. */
    public synchronized long stored() {
        return stored;
    }

    /** How many were there from an earlier run. */
    public synchronized long unchanged() {
        return unchanged;
    }

    /** How many were left out, by reason; a reason that did not occur is not in it. */
    public synchronized Map<Reason, Long> skipped() {
        return new EnumMap<>(skipped);
    }

    /** How many items were looked at in all. */
    public synchronized long total() {
        return stored
                + unchanged
                + skipped.values().stream().mapToLong(Long::longValue).sum();
    }
}
