package dev.memoryservice.server.importing;

/** What became of an item. */
public sealed interface Outcome {

    /** It is durable now. */
    record Stored() implements Outcome {}

    /** It was there already, from an earlier run of the import. */
    record Unchanged() implements Outcome {}

    /**
     * It was left out.
     *
     * @param detail what exactly was wrong, without the content
     */
    record Skipped(Reason reason, String detail) implements Outcome {}
}
