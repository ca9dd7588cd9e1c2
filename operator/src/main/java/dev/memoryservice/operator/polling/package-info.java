/** Asking servers again and again without a thread that waits. */
package dev.memoryservice.operator.polling;
