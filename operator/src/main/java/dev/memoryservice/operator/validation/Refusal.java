package dev.memoryservice.operator.validation;

/**
 * Why a spec cannot be carried out.
 *
 * @param reason one word in CamelCase, for programs
 * @param message what is wrong, with what value, and what to do, for people
 */
public record Refusal(String reason, String message) {}
