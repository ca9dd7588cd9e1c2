/** The server as a process: its version, its age, its memory and its speed. */
package dev.memoryservice.server.process;
