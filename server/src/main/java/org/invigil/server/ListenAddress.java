package org.invigil.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host as it was given; null for every address of the machine
 */
record ListenAddress(@Nullable String host, InetAddress address) {

    /** A demo has public passwords: nobody else can reach it unless somebody says so at its start. */
    static final String OF_A_DEMO = "127.0.0.1";

    /** What the name localhost stands for; the loopback interface has other addresses as well. */
    private static final Set<String> LOCALHOST = Set.of(OF_A_DEMO, "0:0:0:0:0:0:0:1");

    /**
     * Reads an address or a name of this machine; null or empty stands for every address.
     *
     * @throws StartException if there is no such host
     */
    static ListenAddress of(@Nullable String host) {
        try {
            return host == null || host.isBlank()
                    ? new ListenAddress(null, new InetSocketAddress(0).getAddress())
                    : new ListenAddress(host, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new StartException("There is no address " + host
                    + ". Give one of this machine's addresses with --host, or 0.0.0.0 for all of them.");
        }
    }

    /** Whether other machines cannot reach it. */
    boolean isThisMachineOnly() {
        return address.isLoopbackAddress();
    }

    /**
     * Asks before anything is started.
     *
     * @throws StartException if the port is taken there, or the address is not this machine's
     */
    void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            if (!isOfThisMachine()) {
                throw new StartException("The address " + host + " is not one of this machine's (" + e.getMessage()
                        + "). Give another one with --host.");
            }
            throw taken(port, e);
        } catch (IOException e) {
            throw taken(port, e);
        }
    }

    private boolean isOfThisMachine() {
        try (ServerSocket anyPort = new ServerSocket()) {
            anyPort.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static StartException taken(int port, IOException reason) {
        return new StartException("Port " + port + " is taken by another program (" + reason.getMessage()
                + "). Stop it, or choose another port with --port.");
    }

    /** Where a browser on this machine finds it. */
    String url(int port) {
        if (host == null || address.isAnyLocalAddress() || LOCALHOST.contains(address.getHostAddress())) {
            return "http://localhost:" + port;
        }
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** What somebody who starts a demo should know about who can reach it. */
    String ofDemo() {
        return isThisMachineOnly()
                ? "This demo can be reached from this machine only; --host 0.0.0.0 opens it to others."
                : "WARNING: this demo can be reached from other machines, and its passwords are public: anybody who"
                        + " reaches it can sign in as admin. Leave out --host to keep it to this machine.";
    }
}
