/** What the server writes into its log: how much, in what form, and which request a line is about. Never contents or secrets. */
package dev.memoryservice.server.logging;
