package dev.memoryservice.server.document.extract;

import java.time.Duration;

/**
 * How much one document may be.
 *
 * @param pages the most pages of a PDF
 * @param characters the most characters of text
 * @param heapMebibytes the memory for reading it
 * @param timeout the time for reading it
 */
public record ExtractionLimits(int pages, int characters, int heapMebibytes, Duration timeout) {}
