package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.nio.file.Path;

/** Reads one format. Runs in the extraction process, so it may fail in any way. */
interface DocumentReader {

    /**
     * Hands the text over, piece by piece, in the order of the document.
     *
     * @throws UnreadableDocumentException when the file is not what it says or goes beyond a limit, with the reason
     */
    void read(Path file, ExtractionLimits limits, PassageSink sink) throws IOException, UnreadableDocumentException;
}
