package dev.memoryservice.server.importing.python;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.memoryservice.server.importing.Item;
import dev.memoryservice.server.importing.Reason;
import dev.memoryservice.server.importing.Source;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A JSON export of the Python service: an object with {@code memories}, an array. An array alone will do too, and so will
 * an answer of {@code GET /api/memories} that was saved.
 */
public final class PythonExport implements Source {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Path file;

    public PythonExport(Path file) {
        this.file = file;
    }

    @Override
    public String kind() {
        return "JSON export of the Python memory service";
    }

    @Override
    public void read(Consumer<Item> each) {
        try (JsonParser json = PythonMemory.JSON.createParser(file.toFile())) {
            findMemories(json);
            for (long number = 1; json.nextToken() != JsonToken.END_ARRAY; number++) {
                String place = "memory " + number;
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    each.accept(new PythonMemory(json.readValueAs(OBJECT)).item(place));
                } else if (json.currentToken() == null) {
                    throw new InvalidFileException(file + " is cut off after memory " + (number - 1));
                } else {
                    json.skipChildren();
                    each.accept(PythonMemory.unusable(place, "", Reason.UNREADABLE, "it is no JSON object"));
                }
            }
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(
                    "%s %s at line %d, column %d: %s"
                            .formatted(
                                    file,
                                    e instanceof JsonParseException
                                            ? "is not JSON, or is damaged or cut off,"
                                            : "cannot be read",
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new InvalidFileException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Leaves the parser at the beginning of the array. */
    private void findMemories(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            return;
        }
        if (first == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean memories = "memories".equals(json.currentName());
                if (json.nextToken() == JsonToken.START_ARRAY && memories) {
                    return;
                }
                json.skipChildren();
            }
        }
        throw new InvalidFileException(
                file + " has no array 'memories': it is no export of the Python memory service, or it is cut off");
    }
}
