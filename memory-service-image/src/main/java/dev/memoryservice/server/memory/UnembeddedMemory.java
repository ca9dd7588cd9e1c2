package dev.memoryservice.server.memory;

/**
 * A memory that lacks vectors of the store's model: all of them after the model was changed, or those of its further
 * passages when it is longer than the model's window.
 *
 * @param key which one it is for the store, of whatever tenant; never told to a client
 * @param content its text
 * @param hasVector whether its first passage has its vector
 */
public record UnembeddedMemory(long key, String content, boolean hasVector) {}
