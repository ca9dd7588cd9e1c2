/** Backups of a MemoryService: where they are kept, when they are made, and how they are. */
package dev.memoryservice.operator.backup;
