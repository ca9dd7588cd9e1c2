package dev.memoryservice.server.oauth.client;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * The addresses of the public Internet, by the registries of IANA for special purposes: none of this machine, of its
 * network, of the cluster, or of a cloud's metadata service, also when it is wrapped into an IPv6 address.
 */
final class PublicAddresses implements Addresses {

    @Override
    public boolean allowed(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic4(octet(bytes, 0), octet(bytes, 1), octet(bytes, 2))
                : isPublic6(bytes);
    }

    private static boolean isPublic4(int first, int second, int third) {
        boolean special = first == 0
                || first >= 240
                // Shared by the customers of a provider.
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 192 && second == 88 && third == 99)
                || (first == 198 && (second == 18 || second == 19))
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113);
        return !special;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = octet(bytes, 0) << 8 | octet(bytes, 1);
        int second = octet(bytes, 2) << 8 | octet(bytes, 3);
        boolean global = first >= 0x2000 && first <= 0x3fff;
        // 2001::/23 holds Teredo and other protocols, 2002::/16 is 6to4, which wraps an IPv4 address.
        boolean special = (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
                || first == 0x2002
                || (first == 0x3fff && second < 0x1000);
        return global && !special;
    }

    private static int octet(byte[] bytes, int index) {
        return bytes[index] & 0xff;
    }
}
