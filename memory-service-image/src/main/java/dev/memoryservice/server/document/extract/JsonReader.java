package dev.memoryservice.server.document.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/**
 * JSON, and JSON lines: one row for each element of the outermost list and for each line; an object that is large is cut
 * between its members. A value is written with its path, {@code address.city: Lisbon}.
 */
final class JsonReader implements DocumentReader {

    private static final int DEEPEST = 200;
    private static final int LARGE_ROW = 2_000;
    private static final int LONGEST_VALUE = 4_000_000;

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_VALUE)
                        .build())
                .build();
        try (Reader text = TextFile.open(file);
                JsonParser parser = factory.createParser(text)) {
            rows(parser, sink);
        } catch (StreamConstraintsException e) {
            throw new UnreadableDocumentException("The JSON goes beyond what is read: " + e.getOriginalMessage());
        } catch (JsonParseException e) {
            throw new UnreadableDocumentException(
                    "The file is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    private static void rows(JsonParser parser, PassageSink sink) throws IOException, UnreadableDocumentException {
        StringBuilder row = new StringBuilder();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            JsonStreamContext at = parser.getParsingContext();
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                String path = path(at);
                row.append(path.isEmpty() ? "" : path + ": ")
                        .append(parser.getText())
                        .append('\n');
            }
            boolean valueEnds = token.isScalarValue() || token.isStructEnd();
            if (row.length() >= Passage.LONGEST || (valueEnds && rowEnds(at, row.length()))) {
                sink.row("", row.toString());
                row.setLength(0);
            }
        }
        sink.row("", row.toString());
    }

    /** After an element of the outermost list, after a document of several, and in a large object after a member. */
    private static boolean rowEnds(JsonStreamContext at, int length) {
        return at.getNestingDepth() == 0 || (at.getNestingDepth() == 1 && (at.inArray() || length >= LARGE_ROW));
    }

    /** Where a value is, without the place in the outermost list, which says nothing. */
    private static String path(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            String dot = path.isEmpty() || path.charAt(0) == '[' ? "" : ".";
            if (at.inObject() && at.hasCurrentName()) {
                path.insert(0, at.getCurrentName() + dot);
            } else if (at.inArray() && at.getNestingDepth() > 1) {
                path.insert(0, "[" + at.getCurrentIndex() + "]" + dot);
            }
        }
        return path.toString();
    }
}
