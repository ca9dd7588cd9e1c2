/** Backups and restores over REST, for administrators. */
package dev.memoryservice.server.backup.rest;
