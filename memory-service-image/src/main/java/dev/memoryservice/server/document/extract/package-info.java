/**
 * Reading files of foreign making. The readers run in a child process with a heap, a deadline and an end of its own:
 * whatever a file does to its parser, the server goes on. Their libraries are loaded in no other process.
 */
package dev.memoryservice.server.document.extract;
