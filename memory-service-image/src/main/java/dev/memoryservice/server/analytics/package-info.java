/**
 * Figures about a tenant's memories and searches for people to look at: growth, tags, types, activity, sizes. All of
 * them are counted from what is stored now or, where they say so, since the server started. Days are those of UTC.
 */
package dev.memoryservice.server.analytics;
