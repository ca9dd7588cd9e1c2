/** The applications that act for users: those of users, those that registered, those that describe themselves. */
package dev.memoryservice.server.oauth.client;
