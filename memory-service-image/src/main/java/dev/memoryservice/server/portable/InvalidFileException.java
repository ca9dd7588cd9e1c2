package dev.memoryservice.server.portable;

/** A file is damaged, or is none of the kind that it should be. The message says where and what to do. */
public final class InvalidFileException extends RuntimeException {

    /** @param message what is wrong with the file, in which place, fit for a person */
    public InvalidFileException(String message) {
        super(message);
    }

    /** @param message what is wrong with the file, in which place, fit for a person */
    public InvalidFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
