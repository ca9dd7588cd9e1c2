/** Who was refused and what administrators did: one line of JSON each, without secrets and without contents. */
package dev.memoryservice.server.audit;
