/**
 * What is known about a user, computed from the user's own memories: the latest turns, the topics of the recent weeks,
 * and lasting facts and preferences. Each statement cites the memory it comes from. Nothing here is stored besides the
 * memories themselves, so forgetting a memory takes what was known through it away.
 *
 * <p>{@link dev.memoryservice.server.profile.Profiles} answers who the user is, {@link
 * dev.memoryservice.server.profile.Conversations} takes in exchanges and recalls them.
 */
package dev.memoryservice.server.profile;
