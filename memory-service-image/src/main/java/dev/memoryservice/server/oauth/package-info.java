/**
 * OAuth 2.1: the built-in authorization server and the resource server, or an external issuer in place of the first.
 * Nothing of it is loaded unless OAuth is among the modes of authentication.
 */
package dev.memoryservice.server.oauth;
