/** Services that speak the HTTP interface of OpenAI, whoever runs them. */
package dev.memoryservice.server.openai;
