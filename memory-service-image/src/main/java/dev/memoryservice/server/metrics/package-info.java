/** What the server measures about itself, for Prometheus. */
package dev.memoryservice.server.metrics;
