/** Backups over REST. This server makes none by itself, and says so. */
package dev.memoryservice.server.backup;
