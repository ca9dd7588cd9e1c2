package dev.memoryservice.server.document.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.document.Chunking;
import dev.memoryservice.server.document.Labels;
import dev.memoryservice.server.request.Input;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of {@code POST /api/documents/upload}; see {@link Batch} for that of several documents. */
@Schema(name = "UploadForm", requiredProperties = "file")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UploadForm(
        @Schema(
                format = "binary",
                description = "Text, Markdown, JSON, CSV, HTML or PDF, told by the ending of its name")
        String file,

        @Schema(description = "Labels with commas between them, at most 50")
        String tags,

        @Schema(
                minimum = "100",
                maximum = "20000",
                defaultValue = "1000",
                description = "The most characters of a chunk")
        int chunkSize,

        @Schema(
                minimum = "0",
                maximum = "10000",
                defaultValue = "200",
                description = "Characters said again in the next chunk, at most half of chunk_size")
        int chunkOverlap,

        @Schema(defaultValue = "document") String memoryType,
        @Schema(defaultValue = "default") String store) {

    private static final int LONGEST_TAG = 256;
    private static final int LONGEST_TYPE = 64;

    /** The form of several files. */
    @Schema(name = "BatchUploadForm", requiredProperties = "files")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Batch(
            @Schema(description = "At most 20") List<File> files,
            String tags,
            int chunkSize,
            int chunkOverlap,
            String memoryType,
            String store) {}

    /** A file of several. */
    @Schema(name = "UploadedFile", implementation = String.class, format = "binary")
    public record File() {}

    /** How a document is to be taken in, and where to. */
    record Parsed(Labels labels, Chunking chunking, Optional<String> store) {}

    static Parsed read(Input form, String fileField, int files) {
        if (files == 0) {
            form.missing(fileField);
        }
        List<String> tags = form.words("tags").stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        if (tags.size() > Labels.MOST || tags.stream().anyMatch(tag -> tag.length() > LONGEST_TAG)) {
            form.reject(
                    "too_long",
                    "tags",
                    "Input should be at most " + Labels.MOST + " tags of " + LONGEST_TAG + " characters");
        }
        int size = form.integer("chunk_size", Chunking.LEAST_SIZE, Chunking.MOST_SIZE)
                .orElse(Chunking.USUAL_SIZE);
        int overlap = form.integer("chunk_overlap", 0, size / 2).orElse(Math.min(Chunking.USUAL_OVERLAP, size / 2));
        String type = form.text("memory_type")
                .map(String::strip)
                .filter(given -> !given.isEmpty())
                .orElse(Labels.USUAL_TYPE);
        if (type.length() > LONGEST_TYPE) {
            form.reject("string_too_long", "memory_type", "Input should have at most " + LONGEST_TYPE + " characters");
        }
        Parsed parsed = new Parsed(new Labels(tags, type), new Chunking(size, overlap), form.text("store"));
        form.check();
        return parsed;
    }
}
