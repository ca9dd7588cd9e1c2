package dev.memoryservice.server.document.extract;

import dev.memoryservice.server.document.extract.Passage.Kind;
import java.io.IOException;

/** Takes the text of a document and sees to the limit on it. */
final class PassageSink {

    private static final int LONGEST_HEADING = 200;

    private final PassageConsumer target;
    private final int mostCharacters;
    private long characters;

    PassageSink(PassageConsumer target, ExtractionLimits limits) {
        this.target = target;
        this.mostCharacters = limits.characters();
    }

    void paragraph(int page, String heading, String text) throws IOException, UnreadableDocumentException {
        add(Kind.PARAGRAPH, page, heading, text);
    }

    void row(String heading, String text) throws IOException, UnreadableDocumentException {
        add(Kind.ROW, 0, heading, text);
    }

    private void add(Kind kind, int page, String heading, String text) throws IOException, UnreadableDocumentException {
        String clean = withoutControls(text).strip();
        characters += clean.length();
        if (characters > mostCharacters) {
            throw new UnreadableDocumentException("The document holds more than " + mostCharacters
                    + " characters of text: split it, or raise memory-service.documents.characters");
        }
        String under = withoutControls(heading.substring(0, Math.min(heading.length(), LONGEST_HEADING)))
                .strip();
        for (int from = 0; from < clean.length(); ) {
            int to = Math.min(clean.length(), from + Passage.LONGEST);
            if (to < clean.length() && Character.isHighSurrogate(clean.charAt(to - 1))) {
                to--;
            }
            String part = clean.substring(from, to).strip();
            if (!part.isEmpty()) {
                target.take(new Passage(kind, page, under, part));
            }
            from = to;
        }
    }

    /** Control characters and halves of characters become spaces: no store and no protocol takes them. */
    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            clean.appendCodePoint(control || half || c == 0xFEFF ? ' ' : c);
        });
        return clean.toString();
    }
}
