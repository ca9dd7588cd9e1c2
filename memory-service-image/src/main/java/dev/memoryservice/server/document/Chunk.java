package dev.memoryservice.server.document;

/**
 * A part of a document that becomes one memory.
 *
 * @param text what is remembered: the heading that it stands under, if any, then the text
 * @param page the page it is on, from 1; 0 in formats without pages
 * @param heading the headings it stands under, outermost first; empty without one
 */
record Chunk(String text, int page, String heading) {}
