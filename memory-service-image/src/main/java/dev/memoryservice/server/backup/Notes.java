package dev.memoryservice.server.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** What is known of backups and restores, as JSON that later versions read: what they do not know is passed over. */
public final class Notes {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Notes() {}

    /** Writes a note. */
    public static byte[] write(Object note) {
        try {
            return JSON.writeValueAsBytes(note);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Notes are made of texts and numbers", e);
        }
    }

    /**
     * Reads a note.
     *
     * @throws IOException when it is none of this type
     */
    public static <T> T read(byte[] note, Class<T> type) throws IOException {
        return JSON.readValue(note, type);
    }
}
