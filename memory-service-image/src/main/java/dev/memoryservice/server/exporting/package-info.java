/** Exports: everything of a store, or of a tenant, as a portable file, consistent while others write. */
package dev.memoryservice.server.exporting;
