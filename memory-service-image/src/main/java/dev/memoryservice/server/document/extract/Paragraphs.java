package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.io.Reader;

/** Splits a stream of text at blank lines; a paragraph without an end is handed over in parts. */
final class Paragraphs {

    private Paragraphs() {}

    static void read(Reader text, int page, String heading, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        StringBuilder paragraph = new StringBuilder();
        boolean blankSoFar = false;
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (c == '\n') {
                if (blankSoFar) {
                    flush(paragraph, page, heading, sink);
                } else {
                    paragraph.append('\n');
                }
                blankSoFar = true;
            } else if (c != '\r') {
                blankSoFar &= c == ' ' || c == '\t';
                paragraph.append((char) c);
            }
            if (paragraph.length() >= Passage.LONGEST && !Character.isHighSurrogate((char) c)) {
                flush(paragraph, page, heading, sink);
            }
        }
        flush(paragraph, page, heading, sink);
    }

    private static void flush(StringBuilder paragraph, int page, String heading, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        sink.paragraph(page, heading, paragraph.toString());
        paragraph.setLength(0);
    }
}
