/** Search over REST: by meaning and words, and by tags. */
package dev.memoryservice.server.search.rest;
