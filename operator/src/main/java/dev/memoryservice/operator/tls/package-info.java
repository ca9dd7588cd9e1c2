/** The certificate of a server: made by the operator, or looked at where someone else makes it. */
package dev.memoryservice.operator.tls;
