package dev.memoryservice.server.document.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Makes PDF files, good and evil ones. */
public final class SampleDocuments {

    private SampleDocuments() {}

    /** A page for each text. */
    public static byte[] pdf(String... pages) throws IOException {
        try (PDDocument document = document(List.of(pages))) {
            return bytes(document);
        }
    }

    /** A PDF that needs a password. */
    public static byte[] encryptedPdf(String password, String text) throws IOException {
        try (PDDocument document = document(List.of(text))) {
            document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            return bytes(document);
        }
    }

    /** A page with one text that is small on the disk and {@code mebibytes} large in memory. */
    public static byte[] pdfBomb(int mebibytes) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDStream stream = new PDStream(document);
            try (OutputStream raw = stream.getCOSObject().createRawOutputStream();
                    DeflaterOutputStream deflated = new DeflaterOutputStream(raw)) {
                byte[] mebibyte = "x".repeat(1_048_576).getBytes(StandardCharsets.US_ASCII);
                deflated.write('(');
                for (int i = 0; i < mebibytes; i++) {
                    deflated.write(mebibyte);
                }
                deflated.write(") Tj".getBytes(StandardCharsets.US_ASCII));
            }
            stream.getCOSObject().setItem(COSName.FILTER, COSName.FLATE_DECODE);
            page.setContents(stream);
            return bytes(document);
        }
    }

    private static PDDocument document(List<String> pages) throws IOException {
        PDDocument document = new PDDocument();
        for (String text : pages) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(50, 700);
                content.showText(text);
                content.endText();
            }
        }
        return document;
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }
}
