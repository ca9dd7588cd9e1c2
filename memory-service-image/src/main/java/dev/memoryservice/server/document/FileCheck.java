package dev.memoryservice.server.document;

import dev.memoryservice.server.document.extract.DocumentFormat;
import dev.memoryservice.server.request.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Refuses at once what can be seen to be unreadable: an unknown ending, another content than the ending promises. */
final class FileCheck {

    private static final int LOOKED_AT = 1_024;
    private static final String PDF = "%PDF-";
    private static final String ZIP = "PK\u0003\u0004";

    private FileCheck() {}

    /** Throws a {@link RefusedException} that says what is wrong, if anything is. */
    static void check(ReceivedFile file) {
        DocumentFormat format = DocumentFormat.ofName(file.name())
                .orElseThrow(() -> refused(
                        file,
                        "files ending in '." + DocumentFormat.ending(file.name())
                                + "' are not supported; supported are " + DocumentFormat.endings()));
        if (file.size() == 0) {
            throw refused(file, "the file is empty");
        }
        String start = start(file);
        boolean pdf = start.contains(PDF);
        if (format == DocumentFormat.PDF && !pdf) {
            throw refused(file, "the name says PDF, the content is none");
        }
        if (format != DocumentFormat.PDF && start.startsWith(PDF)) {
            throw refused(file, "the content is a PDF: name it so");
        }
        if (start.startsWith(ZIP)) {
            throw refused(
                    file,
                    "the content is a ZIP archive or an office document: send what is inside as one of "
                            + DocumentFormat.endings());
        }
    }

    private static String start(ReceivedFile file) {
        try (InputStream in = Files.newInputStream(file.content())) {
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new RefusedException(RefusedException.Reason.BUSY, "The received file cannot be read: send it again");
        }
    }

    private static RefusedException refused(ReceivedFile file, String why) {
        return new RefusedException(RefusedException.Reason.BAD_VALUE, "'" + file.name() + "': " + why);
    }
}
