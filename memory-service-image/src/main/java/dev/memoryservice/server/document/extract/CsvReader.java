package dev.memoryservice.server.document.extract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CSV: one row for each row, each value with the name of its column, which the first row gives. */
final class CsvReader implements DocumentReader {

    private static final int LONGEST_VALUE = 1_000_000;
    private static final int MOST_COLUMNS = 2_000;
    private static final int LOOK_AHEAD = 16_384;

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        CsvFactory factory = CsvFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_VALUE)
                        .build())
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
        try (BufferedReader text = new BufferedReader(TextFile.open(file), LOOK_AHEAD)) {
            char separator = separator(text);
            try (CsvParser parser = factory.createParser((Reader) text)) {
                parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
                rows(parser, sink);
            }
        } catch (StreamConstraintsException e) {
            throw new UnreadableDocumentException("The table goes beyond what is read: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new UnreadableDocumentException("The file is no CSV: line "
                    + (e.getLocation() == null
                            ? "?"
                            : String.valueOf(e.getLocation().getLineNr()))
                    + ": a quote is not closed, or something follows a closed one");
        }
    }

    private static void rows(JsonParser parser, PassageSink sink) throws IOException, UnreadableDocumentException {
        List<String> header = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                values.add(parser.getText().strip());
                if (values.size() > MOST_COLUMNS) {
                    throw new UnreadableDocumentException("A row has more than " + MOST_COLUMNS + " columns");
                }
            } else if (token == JsonToken.END_ARRAY && !values.isEmpty()) {
                if (header.isEmpty()) {
                    header.addAll(values);
                } else {
                    sink.row("", row(header, values));
                }
                values.clear();
            }
        }
    }

    private static String row(List<String> header, List<String> values) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                String column = i < header.size() && !header.get(i).isEmpty() ? header.get(i) : "column " + (i + 1);
                row.append(row.isEmpty() ? "" : "; ")
                        .append(column)
                        .append(": ")
                        .append(values.get(i));
            }
        }
        return row.toString();
    }

    /** The most frequent of the usual separators in the first line. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(LOOK_AHEAD);
        char[] start = new char[LOOK_AHEAD - 1];
        int read = text.read(start);
        text.reset();
        char best = ',';
        long most = 0;
        String line =
                read < 0 ? "" : new String(start, 0, read).lines().findFirst().orElse("");
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            long count = line.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }
}
