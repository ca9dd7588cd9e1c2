package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF: the text of each page by paragraphs. Pictures are not read. */
final class PdfReader implements DocumentReader {

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        try (PDDocument document =
                Loader.loadPDF(file.toFile(), "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
            int pages = document.getNumberOfPages();
            if (pages > limits.pages()) {
                throw new UnreadableDocumentException("The PDF has " + pages + " pages, and the limit is "
                        + limits.pages() + ": split it, or raise memory-service.documents.pages");
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            for (int page = 1; page <= pages; page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                BoundedWriter text = new BoundedWriter(limits);
                stripper.writeText(document, text);
                text.check();
                Paragraphs.read(new StringReader(text.toString()), page, "", sink);
            }
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocumentException("The PDF is encrypted: save it without a password");
        }
    }

    /** A page can repeat a stream of text for ever: what is beyond the limit is not kept. */
    private static final class BoundedWriter extends StringWriter {

        private final int most;
        private boolean overflowed;

        BoundedWriter(ExtractionLimits limits) {
            this.most = limits.characters();
        }

        @Override
        public void write(String text) {
            if (getBuffer().length() + text.length() > most) {
                overflowed = true;
            } else {
                super.write(text);
            }
        }

        void check() throws UnreadableDocumentException {
            if (overflowed) {
                throw new UnreadableDocumentException("A page of the PDF holds more than " + most
                        + " characters of text: split it, or raise memory-service.documents.characters");
            }
        }
    }
}
