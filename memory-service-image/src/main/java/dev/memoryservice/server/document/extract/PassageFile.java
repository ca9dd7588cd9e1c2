package dev.memoryservice.server.document.extract;

import dev.memoryservice.server.document.extract.Passage.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How passages get from the extraction process to the server: a file of records, the last of which says how it ended.
 * The server believes nothing in it: kinds and lengths are checked.
 */
final class PassageFile {

    private static final int PASSAGE = 1;
    private static final int REFUSED = 2;
    private static final int COMPLETE = 3;
    private static final int HEADING = 4;
    private static final int LONGEST_TEXT = 4 * Passage.LONGEST;

    private PassageFile() {}

    /** Writes the records. */
    static final class Writer implements AutoCloseable {

        private final DataOutputStream out;
        private final long mostBytes;
        private String heading = "";

        /** @param mostBytes after so many nothing but the end is written */
        Writer(OutputStream out, long mostBytes) {
            this.out = new DataOutputStream(new BufferedOutputStream(out));
            this.mostBytes = mostBytes;
        }

        void passage(Passage passage) throws IOException, UnreadableDocumentException {
            // Tiny pieces under long headings make this file many times larger than the document.
            if (out.size() > mostBytes) {
                throw new UnreadableDocumentException(
                        "The document falls into too many pieces: split it, or raise memory-service.documents.characters");
            }
            if (!passage.heading().equals(heading)) {
                heading = passage.heading();
                out.writeByte(HEADING);
                text(heading);
            }
            out.writeByte(PASSAGE);
            out.writeBoolean(passage.kind() == Kind.ROW);
            out.writeInt(passage.page());
            text(passage.text());
        }

        void refused(String reason) throws IOException {
            out.writeByte(REFUSED);
            text(reason);
        }

        void complete() throws IOException {
            out.writeByte(COMPLETE);
        }

        private void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /**
     * Reads the records.
     *
     * @throws UnreadableDocumentException with the reason that the extraction process gave
     * @throws EOFException when the process ended before it was done
     */
    static void read(Path file, PassageConsumer consumer) throws IOException, UnreadableDocumentException {
        try (InputStream stream = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(stream))) {
            String heading = "";
            while (true) {
                switch (in.readByte()) {
                    case HEADING -> heading = text(in);
                    case PASSAGE -> consumer.take(passage(in, heading));
                    case REFUSED -> throw new UnreadableDocumentException(text(in));
                    case COMPLETE -> {
                        return;
                    }
                    default -> throw new EOFException("an unknown record");
                }
            }
        }
    }

    private static Passage passage(DataInputStream in, String heading) throws IOException {
        return new Passage(in.readBoolean() ? Kind.ROW : Kind.PARAGRAPH, in.readInt(), heading, text(in));
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new EOFException("a text of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the end inside a text");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
