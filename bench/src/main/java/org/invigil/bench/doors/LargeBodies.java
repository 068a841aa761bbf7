package org.invigil.bench.doors;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Sign-ins of 8 MiB, again and again, whose last byte never comes. */
final class LargeBodies implements AutoCloseable {

    private static final int BYTES = 8 * 1024 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int ANSWER_LIMIT_MILLIS = 30_000;
    private static final byte[] HEAD = String.join(
                    "\r\n",
                    "POST /api/auth/sign-in HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Cookie: XSRF-TOKEN=a",
                    "X-XSRF-TOKEN: a",
                    "Content-Length: " + BYTES,
                    "",
                    "{\"username\": \"")
            .getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress address;
    private final int wanted;
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isOver;

    LargeBodies(InetSocketAddress address, int wanted) {
        this.address = address;
        this.wanted = wanted;
    }

    void start() {
        for (int i = 0; i < wanted; i++) {
            Thread.ofVirtual().name("large-body").start(this::sendAgainAndAgain);
        }
    }

    private void sendAgainAndAgain() {
        while (!isOver) {
            try (Socket socket = new Socket()) {
                sockets.add(socket);
                socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
                socket.connect(address, ANSWER_LIMIT_MILLIS);
                Thread.ofVirtual().start(() -> send(socket));
                if (new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 413")) {
                    refused.incrementAndGet();
                }
                while (socket.getInputStream().skip(CHUNK_BYTES) > 0) {
                    // until the server ends it
                }
            } catch (IOException e) {
                // Ended by the server, or by us.
            } finally {
                sockets.removeIf(Socket::isClosed);
            }
        }
    }

    private static void send(Socket socket) {
        byte[] chunk = new byte[CHUNK_BYTES];
        java.util.Arrays.fill(chunk, (byte) 'x');
        try {
            OutputStream out = socket.getOutputStream();
            out.write(HEAD);
            for (int sent = CHUNK_BYTES; sent < BYTES; sent += CHUNK_BYTES) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // The server does not want it, which the reader of the answer sees.
        }
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        isOver = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It goes all the same.
            }
        }
    }
}
