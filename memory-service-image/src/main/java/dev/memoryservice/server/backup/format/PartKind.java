package dev.memoryservice.server.backup.format;

import dev.memoryservice.server.portable.InvalidFileException;

/** What a part of a file is. */
enum PartKind {
    HEADER(0),
    LINES(1),
    MANIFEST(2);

    private final int code;

    PartKind(int code) {
        this.code = code;
    }

    /** As the file says it. */
    int code() {
        return code;
    }

    static PartKind of(int code) {
        for (PartKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new InvalidFileException("nothing is known of its kind, " + code);
    }
}
