package dev.memoryservice.server.document.extract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of files that can be read, and the endings of their names. */
public enum DocumentFormat {
    TEXT("txt text log"),
    MARKDOWN("md markdown"),
    JSON("json jsonl ndjson"),
    CSV("csv tsv"),
    HTML("html htm xhtml"),
    PDF("pdf");

    /** With spaces between them. */
    private final String endings;

    DocumentFormat(String endings) {
        this.endings = endings;
    }

    /** The format that a file's name promises. */
    public static Optional<DocumentFormat> ofName(String filename) {
        String ending = ending(filename);
        return Arrays.stream(values())
                .filter(format -> List.of(format.endings.split(" ")).contains(ending))
                .findFirst();
    }

    /** What comes after the last dot, in lower case; empty without a dot. */
    public static String ending(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** All endings, for people. */
    public static String endings() {
        return Arrays.stream(values())
                .flatMap(format -> Arrays.stream(format.endings.split(" ")))
                .map(ending -> "." + ending)
                .collect(Collectors.joining(", "));
    }

    /** The reader of this format; loads what it needs. */
    DocumentReader reader() {
        return switch (this) {
            case TEXT -> new TextReader();
            case MARKDOWN -> new MarkdownReader();
            case JSON -> new JsonReader();
            case CSV -> new CsvReader();
            case HTML -> new HtmlReader();
            case PDF -> new PdfReader();
        };
    }
}
