/** Asking a language model, where one is configured: any endpoint that speaks OpenAI's chat completions. */
package dev.memoryservice.server.languagemodel;
