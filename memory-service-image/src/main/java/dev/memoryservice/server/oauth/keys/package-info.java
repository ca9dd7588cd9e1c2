/** The keys that sign access tokens: where they come from, how they are replaced, and how clients learn of them. */
package dev.memoryservice.server.oauth.keys;
