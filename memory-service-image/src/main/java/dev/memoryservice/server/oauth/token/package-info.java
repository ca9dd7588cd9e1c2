/** Access tokens and refresh tokens: made, checked, described, revoked. */
package dev.memoryservice.server.oauth.token;
