/**
 * What every backend's search has in common: which words of a question count, what a word's occurrence is worth, and
 * how the lexical and the semantic scores become one. Nothing here knows a database.
 */
package dev.memoryservice.server.search;
