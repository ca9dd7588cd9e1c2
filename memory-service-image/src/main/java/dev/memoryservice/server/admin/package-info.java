/** What administrators see and do: users, keys, sessions, figures of the whole server, the audit; and who one is. */
package dev.memoryservice.server.admin;
