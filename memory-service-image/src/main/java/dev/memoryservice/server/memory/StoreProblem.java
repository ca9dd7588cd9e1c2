package dev.memoryservice.server.memory;

/** What keeps a store from working, in one word for programs; the words for people are beside it. */
public enum StoreProblem {
    /** No room is left. Reads go on. */
    FULL("full"),
    /** Nothing may be written. Reads go on. */
    READ_ONLY("read-only"),
    /** What is stored is not whole any more. Nothing is written upon the damage; what is not hit can be read. */
    DAMAGED("damaged"),
    /** A write takes longer than it should. Reads go on as far as they are in memory. */
    SLOW("slow"),
    /** The volume answers with errors. */
    FAILING("failing"),
    /** The database is not where it was. */
    GONE("gone"),
    /** Anything else. */
    UNAVAILABLE("unavailable");

    private final String word;

    StoreProblem(String word) {
        this.word = word;
    }

    /** As clients see it. */
    public String word() {
        return word;
    }
}
