package dev.memoryservice.server.document.extract;

/**
 * A piece of a document that belongs together: a paragraph, a list item, a row.
 *
 * @param kind how it was found
 * @param page the page it is on, from 1; 0 in formats without pages
 * @param heading the headings it stands under, outermost first, joined by {@code " > "}; empty without one
 * @param text not blank, at most {@link #LONGEST} characters
 */
public record Passage(Kind kind, int page, String heading, String text) {

    /** Longer pieces are handed over in parts. */
    public static final int LONGEST = 32_768;

    /** What a passage is. */
    public enum Kind {
        PARAGRAPH,
        ROW
    }
}
