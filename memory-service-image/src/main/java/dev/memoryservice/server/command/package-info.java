/** The command line: one entry point, one class for each command. */
package dev.memoryservice.server.command;
