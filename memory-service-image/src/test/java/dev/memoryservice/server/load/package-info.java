/**
 * The load driver: clients of a running server that store, search and list, and what that costs the server. Run by
 * build/load.sh; docs/benchmarks.md says how to read it.
 */
package dev.memoryservice.server.load;
