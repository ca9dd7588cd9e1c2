/** {@code /api/export}. */
package dev.memoryservice.server.exporting.rest;
