package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** Plain text: paragraphs between blank lines. */
final class TextReader implements DocumentReader {

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        try (Reader text = TextFile.open(file)) {
            Paragraphs.read(text, 0, "", sink);
        }
    }
}
