/**
 * What storing, searching and listing cost, in time and in processor time of the whole process (the writer's thread,
 * the compiler and the garbage collector included). Run with
 *
 * <pre>{@code
 * mvn -pl memory-service-image test-compile exec:exec@benchmark
 * mvn -pl memory-service-image test-compile exec:exec@benchmark -Dbenchmark="SearchBenchmark -p memories=100000"
 * }</pre>
 *
 * <p>The rows {@code :cpu} are the processor time of one operation. The bounds that the figures
 * are held against: one search and one store 8 ms of processor time at 10,000 memories, and not growing from 100 to
 * 10,000; one page of a list 3 ms at 100,000. They are not asserted: a benchmark on a busy machine proves nothing.
 */
package dev.memoryservice.server.benchmark;
