/** Changing the image of a server with a way back: backup, roll, verify, and roll back if that fails. */
package dev.memoryservice.operator.upgrade;
