/**
 * Reading the values of a request, wherever they come from (JSON body, query, arguments of an MCP tool), and refusing
 * what is wrong: each refusal names the value, says what is wrong with it and what would be right.
 */
package dev.memoryservice.server.request;
