/**
 * Whether the server works: up or down for the kubelet on port 9000, the same for everybody and the details for
 * holders of a key on port 8000.
 */
package dev.memoryservice.server.health;
