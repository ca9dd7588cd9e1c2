/** Clients of other services, run against this one. */
package dev.memoryservice.server.compatibility;
