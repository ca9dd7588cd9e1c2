/** Documents over REST: how files are received, and what became of them. */
package dev.memoryservice.server.document.rest;
