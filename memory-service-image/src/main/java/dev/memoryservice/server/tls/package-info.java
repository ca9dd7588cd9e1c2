/** HTTPS: from two files of the configuration to a server that speaks nothing else and follows a renewed certificate. */
package dev.memoryservice.server.tls;
