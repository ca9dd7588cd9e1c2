package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.backup.BackupId;
import dev.memoryservice.server.request.Input;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/** What the bodies of several requests have in common. */
final class Bodies {

    private Bodies() {}

    /** A body that may be left out. */
    static Input input(ObjectMapper json, byte[] body) {
        return body == null || body.length == 0 ? Input.ofArguments(json, Map.of()) : Input.ofBody(json, body);
    }

    static Optional<String> backupId(Input input, String name) {
        Optional<String> id = input.text(name);
        if (id.isPresent() && !BackupId.is(id.get())) {
            input.reject("id", name, "Input should be like 20261121T030000Z-k3x9: a moment of UTC and four of a-z0-9");
            return Optional.empty();
        }
        return id;
    }

    static Optional<Instant> moment(Input input, String name) {
        Optional<String> text = input.text(name);
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            input.reject("datetime", name, "Input should be a moment like 2026-11-21T03:00:00Z");
            return Optional.empty();
        }
    }
}
