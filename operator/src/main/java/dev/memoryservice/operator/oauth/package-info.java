/** The keys by which a server's own authorization server signs tokens. */
package dev.memoryservice.operator.oauth;
