/** What the operator keeps in memory of the objects that it watches. */
package dev.memoryservice.operator.cache;
