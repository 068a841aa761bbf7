package org.invigil.server.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where a request comes from, as far as it may be kept: the address, of IPv6 the network, for one customer has a whole one of them. */
final class NetworkAddress {

    private static final int NETWORK_BYTES = 8;
    private static final int MOST_CHARACTERS = 45;

    private NetworkAddress() {}

    /** An address as {@code 192.0.2.7}, a network as {@code 2001:db8:0:7::/64}; a proxy's own name for it as it is. */
    static String of(String remoteAddress) {
        if (remoteAddress.indexOf(':') >= 0) {
            try {
                if (InetAddress.ofLiteral(remoteAddress) instanceof Inet6Address six && !six.isLoopbackAddress()) {
                    byte[] network = Arrays.copyOf(six.getAddress(), 2 * NETWORK_BYTES);
                    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
                    return short64(InetAddress.getByAddress(network).getHostAddress());
                }
            } catch (IllegalArgumentException | UnknownHostException e) {
                return cut(remoteAddress); // a proxy's own name for it
            }
        }
        return cut(remoteAddress);
    }

    /** {@code 2001:db8:0:7:0:0:0:0} without its empty half. */
    private static String short64(String whole) {
        return whole.replaceFirst("(:0){4}$", "") + "::/64";
    }

    private static String cut(String address) {
        return address.substring(0, Math.min(address.length(), MOST_CHARACTERS));
    }
}
