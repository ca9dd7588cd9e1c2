/** What outlives the resource that it was made for: told, and marked so that it can be found and deleted by a label. */
package dev.memoryservice.operator.orphan;
