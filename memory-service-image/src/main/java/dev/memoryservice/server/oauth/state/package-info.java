/** What the authorization server remembers: a port of few words, so that each backend has little to implement. */
package dev.memoryservice.server.oauth.state;
