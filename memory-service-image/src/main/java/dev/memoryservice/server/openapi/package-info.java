/** The description of the REST interface for programs, at {@code /openapi}. */
package dev.memoryservice.server.openapi;
