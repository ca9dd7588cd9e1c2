/**
 * Backups of everything that a server remembers, proven by restores, and restores. One thing at a time; the format of a
 * file is in {@code format}, where files lie in {@code repository}.
 */
package dev.memoryservice.server.backup;
