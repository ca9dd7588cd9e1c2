package dev.memoryservice.server.document;

import dev.memoryservice.server.document.extract.Passage;
import dev.memoryservice.server.document.extract.Passage.Kind;
import dev.memoryservice.server.document.extract.PassageConsumer;
import dev.memoryservice.server.document.extract.UnreadableDocumentException;

/**
 * Joins passages to chunks. A chunk never spans two headings or two pages, and a paragraph or a row is cut only when it
 * is longer than a chunk: then between sentences, else between words. Within a page and heading the end of a chunk is
 * said again at the start of the next, but for rows, which stand for themselves.
 */
final class Chunker implements PassageConsumer {

    /** What becomes of the chunks. */
    interface Target {

        /** Takes the next chunk; an {@link UnreadableDocumentException} ends the cutting. */
        void take(Chunk chunk) throws UnreadableDocumentException;
    }

    /** A heading takes at most this part of a chunk. */
    private static final int HEADING_PART = 4;

    private final Chunking chunking;
    private final Target target;
    private final StringBuilder text = new StringBuilder();
    private int page;
    private String heading = "";

    /** How much of {@link #text} was said before. */
    private int repeated;

    Chunker(Chunking chunking, Target target) {
        this.chunking = chunking;
        this.target = target;
    }

    @Override
    public void take(Passage passage) throws UnreadableDocumentException {
        if (passage.page() != page || !passage.heading().equals(heading)) {
            finish();
            page = passage.page();
            heading = passage.heading();
        }
        String separator = passage.kind() == Kind.ROW ? "\n" : "\n\n";
        String rest = passage.text();
        if (!text.isEmpty() && text.length() + separator.length() + rest.length() > room()) {
            flush(passage.kind() == Kind.ROW ? 0 : chunking.overlap());
        }
        while (length(separator) + rest.length() > room()) {
            int left = room() - length(separator);
            if (left < room() / 2) {
                text.setLength(0);
                repeated = 0;
                continue;
            }
            int cut = cut(rest, left);
            append(separator, rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
            flush(chunking.overlap());
            separator = " ";
        }
        if (!rest.isEmpty()) {
            append(separator, rest);
        }
    }

    /** Hands over what is left. */
    void finish() throws UnreadableDocumentException {
        flush(0);
        text.setLength(0);
        repeated = 0;
    }

    private int length(String separator) {
        return text.isEmpty() ? 0 : text.length() + separator.length();
    }

    private void append(String separator, String more) {
        text.append(text.isEmpty() ? "" : separator).append(more);
    }

    /** How many characters of a chunk the heading leaves. */
    private int room() {
        return chunking.size() - (heading.isEmpty() ? 0 : shownHeading().length() + 2);
    }

    private String shownHeading() {
        int most = chunking.size() / HEADING_PART;
        if (heading.length() <= most) {
            return heading;
        }
        return heading.substring(0, Character.isHighSurrogate(heading.charAt(most - 1)) ? most - 1 : most);
    }

    private void flush(int overlap) throws UnreadableDocumentException {
        if (text.length() > repeated) {
            String shown = heading.isEmpty() ? "" : shownHeading() + "\n\n";
            target.take(new Chunk(shown + text, page, heading));
            String tail = overlap == 0 ? "" : tail(overlap);
            text.setLength(0);
            text.append(tail);
            repeated = tail.length();
        }
    }

    /** The last words of the chunk, at most {@code overlap} characters. */
    private String tail(int overlap) {
        if (text.length() <= overlap) {
            return "";
        }
        int from = text.length() - overlap;
        while (from < text.length() && !Character.isWhitespace(text.charAt(from - 1))) {
            from++;
        }
        return text.substring(from).strip();
    }

    /** Where to cut {@code text} so that at most {@code most} characters come before: a sentence, a word, a character. */
    private static int cut(String text, int most) {
        int word = -1;
        for (int at = most; at > most / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                if (".!?\n".indexOf(text.charAt(at - 1)) >= 0 || text.charAt(at) == '\n') {
                    return at;
                }
                word = Math.max(word, at);
            }
        }
        if (word > 0) {
            return word;
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }
}
