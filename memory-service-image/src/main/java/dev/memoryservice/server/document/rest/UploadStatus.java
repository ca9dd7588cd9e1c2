package dev.memoryservice.server.document.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.document.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An upload as clients see it. */
@Schema(name = "UploadStatus")
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UploadStatus(
        String uploadId,

        @Schema(enumeration = {"queued", "processing", "completed", "failed"})
        String status,

        String filename,

        @Schema(description = "Bytes, all files together") long fileSize,

        List<String> tags,
        String store,
        int chunksProcessed,
        int chunksStored,

        @Schema(description = "Remembered before, word for word")
        int chunksDuplicate,

        int totalChunks,
        @Schema(minimum = "0", maximum = "100") double progress,
        List<String> errors,
        String createdAt,
        @Schema(nullable = true) Optional<String> completedAt) {

    static UploadStatus of(Upload upload) {
        Upload.Progress progress = upload.progress();
        return new UploadStatus(
                upload.id(),
                upload.status().name().toLowerCase(Locale.ROOT),
                upload.filename(),
                upload.fileSize(),
                upload.tags(),
                upload.store(),
                progress.processed(),
                progress.stored(),
                progress.duplicate(),
                progress.total(),
                progress.percent(),
                upload.errors(),
                upload.createdAt().toString(),
                upload.completedAt().map(Instant::toString));
    }
}
