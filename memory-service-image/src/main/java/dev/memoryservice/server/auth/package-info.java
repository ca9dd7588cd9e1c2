/**
 * Who may call: the API keys, where they come from and how they are read again, and the tickets that stand in for a
 * key where a browser cannot send one. That nobody gets past is the business of the gate package.
 */
package dev.memoryservice.server.auth;
