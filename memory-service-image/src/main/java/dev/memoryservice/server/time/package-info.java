/**
 * When something happened, in words: {@link dev.memoryservice.server.time.TimeExpression} turns {@code last week} into
 * a {@link dev.memoryservice.server.time.TimeRange}. The libraries that read dates from words answer with moments;
 * a search needs to know where {@code last week} begins and where it ends.
 */
package dev.memoryservice.server.time;
