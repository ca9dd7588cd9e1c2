/** Where backups lie: a folder, or a bucket of an object store. */
package dev.memoryservice.server.backup.repository;
