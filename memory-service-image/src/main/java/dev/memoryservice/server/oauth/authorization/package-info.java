/** How a user lets a client in: the authorization request, the consent, the code. */
package dev.memoryservice.server.oauth.authorization;
