/**
 * How well searches find what answers a question: conversations with questions and the turns that answer them, which
 * are generated or read from a file, and recall and rank of every part of the ranking. See {@code docs/search.md}.
 */
package dev.memoryservice.server.retrieval;
