/**
 * Imports: memories of other services' files and of our own exports, into a store or through a running server. Every item
 * of a file is stored, found to be there already, or skipped with a reason. An import that was broken off is run again:
 * a content is stored once, so nothing is doubled and nothing is lost.
 */
package dev.memoryservice.server.importing;
