package org.invigil.bench.doors;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that send a byte now and then: odd ones in the head of a request, even ones in the body of a sign-in. */
final class SlowConnections implements AutoCloseable {

    private static final byte[] HEAD =
            "GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = String.join(
                    "\r\n",
                    "POST /api/auth/sign-in HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Cookie: XSRF-TOKEN=a",
                    "X-XSRF-TOKEN: a",
                    "Content-Length: 16000",
                    "",
                    "{\"username\": \"")
            .getBytes(StandardCharsets.US_ASCII);
    /** New ones are opened in portions, so that the loop goes on listening to the others. */
    private static final int OPENED_AT_ONCE = 200;

    private static final long STOP_LIMIT_MILLIS = 10_000;

    private final InetSocketAddress address;
    private final int wanted;
    private final Duration pause;
    private final Thread loop;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger endedByServer = new AtomicInteger();
    private volatile boolean isOver;
    private volatile int heldAtMost;
    private volatile int heldAtTheEnd;

    SlowConnections(InetSocketAddress address, int wanted, Duration pause) {
        this.address = address;
        this.wanted = wanted;
        this.pause = pause;
        this.loop = Thread.ofPlatform().name("slow-connections").daemon().unstarted(this::run);
    }

    void start() {
        loop.start();
    }

    private void run() {
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            long nextByteNanos = System.nanoTime() + pause.toNanos();
            while (!isOver) {
                for (int i = 0; i < OPENED_AT_ONCE && held.get() < wanted; i++) {
                    channels.add(open(selector));
                }
                selector.select(this::listen, 20);
                if (System.nanoTime() - nextByteNanos >= 0) {
                    nextByteNanos += pause.toNanos();
                    channels.removeIf(channel -> !channel.isOpen());
                    channels.forEach(this::sendOneByte);
                }
                heldAtMost = Math.max(heldAtMost, held.get());
            }
            heldAtTheEnd = held.get();
        } catch (IOException e) {
            throw new IllegalStateException("no slow connections: " + e.getMessage(), e);
        } finally {
            channels.forEach(SlowConnections::close);
        }
    }

    private SocketChannel open(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, opened.getAndIncrement() % 2 == 0 ? BODY : HEAD);
        channel.connect(address);
        held.incrementAndGet();
        return channel;
    }

    private void listen(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                channel.write(ByteBuffer.wrap((byte[]) key.attachment()));
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable() && channel.read(ByteBuffer.allocate(4096)) < 0) {
                end(channel);
            }
        } catch (IOException e) {
            end(channel);
        }
    }

    private void sendOneByte(SocketChannel channel) {
        try {
            if (channel.isConnected()) {
                channel.write(ByteBuffer.wrap(new byte[] {'x'}));
            }
        } catch (IOException e) {
            end(channel);
        }
    }

    private void end(SocketChannel channel) {
        if (channel.isOpen()) {
            endedByServer.incrementAndGet();
            held.decrementAndGet();
            close(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was to be saved on it.
        }
    }

    int heldAtMost() {
        return heldAtMost;
    }

    int heldAtTheEnd() {
        return heldAtTheEnd;
    }

    int opened() {
        return opened.get();
    }

    int endedByServer() {
        return endedByServer.get();
    }

    @Override
    public void close() {
        isOver = true;
        try {
            TimeUnit.MILLISECONDS.timedJoin(loop, STOP_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
