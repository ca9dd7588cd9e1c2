/**
 * Figures, not tests: how long and how much, on a cluster with the operator installed. {@code e2e/bench.sh} runs them;
 * nothing here fails because a machine is slow.
 */
package dev.memoryservice.e2e.benchmark;
