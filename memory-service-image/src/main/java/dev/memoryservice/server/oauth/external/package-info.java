/** Access tokens of somebody else's issuer: its keys, and what its claims mean here. */
package dev.memoryservice.server.oauth.external;
