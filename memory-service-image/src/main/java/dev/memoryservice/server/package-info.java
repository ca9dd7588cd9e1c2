/**
 * The memory server: configuration and wiring. What the server does lives in the packages below, one for each thing
 * of the domain; a feature is found by its folder's name.
 */
package dev.memoryservice.server;
