package dev.memoryservice.server.document.extract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens files of text: by their byte order mark, else as UTF-8 when all of it is, else as Windows-1252, which nearly all
 * text that is not Unicode can be read as. A NUL says that it is no text at all.
 */
final class TextFile {

    private static final int BUFFER = 65_536;

    private TextFile() {}

    static Reader open(Path file) throws IOException, UnreadableDocumentException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
            return reader(file, StandardCharsets.UTF_8, 3);
        }
        if (startsWith(start, 0xFF, 0xFE)) {
            return reader(file, StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(start, 0xFE, 0xFF)) {
            return reader(file, StandardCharsets.UTF_16BE, 2);
        }
        return reader(file, isUtf8(file) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"), 0);
    }

    /** All of it, which must not be longer than the limit. */
    static String read(Path file, ExtractionLimits limits) throws IOException, UnreadableDocumentException {
        StringBuilder text = new StringBuilder();
        try (Reader reader = open(file)) {
            char[] buffer = new char[BUFFER];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                text.append(buffer, 0, read);
                if (text.length() > limits.characters()) {
                    throw new UnreadableDocumentException("The document holds more than " + limits.characters()
                            + " characters of text: split it, or raise memory-service.documents.characters");
                }
            }
        }
        return text.toString();
    }

    private static boolean startsWith(byte[] start, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= start.length || (start[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(Path file) throws IOException, UnreadableDocumentException {
        char[] buffer = new char[BUFFER];
        try (Reader reader = new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == 0) {
                        throw new UnreadableDocumentException(
                                "The file is no text: it holds NUL bytes. Give it the ending of its format, or convert it to"
                                        + " UTF-8");
                    }
                }
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Reader reader(Path file, Charset charset, int skipped) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(skipped);
        return new BufferedReader(
                new InputStreamReader(
                        in,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                BUFFER);
    }
}
