/** The growth of the volume with the memories: when, by how much, and what there is to say about it. */
package dev.memoryservice.operator.volume;
