package dev.memoryservice.server.memory;

import java.util.List;

/**
 * Some of the contradictions that nobody has resolved, the last found first.
 *
 * @param contradictions those of this page
 * @param total how many there are in all
 */
public record ContradictionPage(List<Contradiction> contradictions, long total) {}
