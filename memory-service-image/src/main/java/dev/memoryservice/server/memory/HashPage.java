package dev.memoryservice.server.memory;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some content hashes, in the order in which the memories arrived.
 *
 * @param hashes 64 hexadecimal digits each
 * @param next the cursor of the page behind this one; empty at the end
 */
public record HashPage(List<String> hashes, OptionalLong next) {}
