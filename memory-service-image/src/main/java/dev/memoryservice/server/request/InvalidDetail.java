package dev.memoryservice.server.request;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of the refusal of wrong values.
 *
 * @param detail everything that is wrong
 */
@Schema(name = "InvalidInput", description = "Which values of the request are wrong")
public record InvalidDetail(List<InvalidValue> detail) {}
