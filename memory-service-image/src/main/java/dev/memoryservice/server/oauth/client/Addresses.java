package dev.memoryservice.server.oauth.client;

import java.net.InetAddress;

/** Which addresses a description of a client may be fetched from. */
@FunctionalInterface
public interface Addresses {

    /** Those of the public Internet only. */
    Addresses PUBLIC = new PublicAddresses();

    boolean allowed(InetAddress address);
}
