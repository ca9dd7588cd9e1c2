/**
 * Nobody sees anybody else's memories. The suite makes its requests of the API's description and of the lists of tools,
 * resources and prompts, so that a new one is covered by being there.
 */
package dev.memoryservice.server.isolation;
