/** What a person asks of a running server by annotations, for the moment and not for ever. */
package dev.memoryservice.operator.maintenance;
