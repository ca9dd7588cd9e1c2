/** {@code /api/import}. */
package dev.memoryservice.server.importing.rest;
