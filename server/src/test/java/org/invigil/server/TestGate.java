package org.invigil.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback port before a real server, where a test takes the line away: cut, silent, or answering nothing but 500. */
public final class TestGate implements AutoCloseable {

    /** What happens to connections, those that are open included. */
    public enum Mode {
        /** Everything passes. */
        OPEN,
        /** Connections are cut and new ones end at once, as with a server that is gone. */
        CUT,
        /** Connections stay and are taken, but nothing passes. */
        SILENT,
        /** Every HTTP request is answered with status 500. */
        FAILING
    }

    private static final byte[] FAILURE =
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile int target;
    private volatile Mode mode = Mode.OPEN;

    public TestGate(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("gate").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The server behind the gate is at another port from now on. */
    public void retarget(int port) {
        target = port;
    }

    public void set(Mode wanted) {
        mode = wanted;
        if (wanted != Mode.OPEN && wanted != Mode.SILENT) {
            sockets.forEach(TestGate::cut);
        }
        synchronized (change) {
            change.notifyAll();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().name("gate-connection").start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        Socket server = new Socket();
        try (client;
                server) {
            switch (mode) {
                case CUT -> {
                    return;
                }
                case FAILING -> {
                    fail(client);
                    return;
                }
                case OPEN, SILENT -> {
                    awaitNotSilent();
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
                    sockets.add(server);
                    Thread back = Thread.ofVirtual().start(() -> pass(server, client));
                    pass(client, server);
                    back.join();
                }
            }
        } catch (IOException e) {
            // One side is gone; leaving the block ends the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
            sockets.remove(server);
        }
    }

    /** Takes the whole request in, so that the answer is not lost to a reset. */
    private static void fail(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        client.setSoTimeout(300);
        byte[] buffer = new byte[64 << 10];
        try {
            while (in.read(buffer) >= 0) {
                // Read on until the client waits for its answer.
            }
        } catch (java.net.SocketTimeoutException e) {
            out.write(FAILURE);
            out.flush();
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitNotSilent();
                out.write(buffer, 0, read);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            cut(from);
            cut(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitNotSilent() throws InterruptedException {
        synchronized (change) {
            while (mode == Mode.SILENT) {
                change.wait();
            }
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        set(Mode.CUT);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
