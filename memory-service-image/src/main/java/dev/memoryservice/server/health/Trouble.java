package dev.memoryservice.server.health;

import dev.memoryservice.server.memory.StoreProblem;

/**
 * What keeps the server from doing everything that it is asked.
 *
 * @param problem what it is, for programs
 * @param message what it is and what to do, for people
 * @param readable whether searches and reads are answered all the same
 */
public record Trouble(StoreProblem problem, String message, boolean readable) {}
