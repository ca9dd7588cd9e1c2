/** The cluster under test: how to reach it, a namespace for each test class, and what to print when a test fails. */
package dev.memoryservice.e2e.cluster;
