/** MemoryServices as a test sees them: applied, awaited and used through their Service as a client does. */
package dev.memoryservice.e2e.service;
