/** How a user says who it is, in a browser, and sees which applications it has let in. */
package dev.memoryservice.server.oauth.login;
