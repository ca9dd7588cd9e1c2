/** Memories over REST: create, read, list, delete, and the tags in use. */
package dev.memoryservice.server.memory.rest;
