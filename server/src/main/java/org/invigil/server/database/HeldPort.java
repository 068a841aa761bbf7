package org.invigil.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A free port of this machine, kept from others until it is closed: a first start takes a while before it listens. */
final class HeldPort implements AutoCloseable {

    private final ServerSocket socket;

    private HeldPort(ServerSocket socket) {
        this.socket = socket;
    }

    static HeldPort take() {
        try {
            return new HeldPort(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new StartException("No port is free for the embedded PostgreSQL: " + e, e);
        }
    }

    int number() {
        return socket.getLocalPort();
    }

    /** Gives it to whoever binds it next. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
