/** Requests and answers as the OAuth endpoints see them: parameters that come once, errors in the standard's shape. */
package dev.memoryservice.server.oauth.http;
