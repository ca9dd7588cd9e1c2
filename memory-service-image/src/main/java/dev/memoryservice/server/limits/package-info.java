/** How much one caller, one address or one tenant may do: rates, wrong keys, memories. */
package dev.memoryservice.server.limits;
