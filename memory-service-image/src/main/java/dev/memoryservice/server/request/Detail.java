package dev.memoryservice.server.request;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of a refusal.
 *
 * @param detail what was wrong, with what value, and what to do
 */
@Schema(name = "Refusal", description = "Why the request was not done")
public record Detail(@Schema(examples = "Memory not found") String detail) {}
