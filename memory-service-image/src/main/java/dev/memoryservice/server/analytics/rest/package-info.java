/** The figures over REST, under {@code /api/analytics}. */
package dev.memoryservice.server.analytics.rest;
