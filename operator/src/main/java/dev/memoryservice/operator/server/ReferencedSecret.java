package dev.memoryservice.operator.server;

/**
 * A Secret that a resource refers to, as it was when last read.
 *
 * @param name its name
 * @param keys its entries
 */
public record ReferencedSecret(String name, KeyRing keys) {}
