package org.invigil.server;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser's end of a socket, with the sign-in cookie of a {@link TestHttp}. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<JsonNode> messages = new ArrayBlockingQueue<>(10_000);
    private final BlockingQueue<JsonNode> signsOfLife = new ArrayBlockingQueue<>(10_000);
    private final BlockingQueue<byte[]> binaries = new ArrayBlockingQueue<>(10_000);
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final ByteArrayOutputStream partialBinary = new ByteArrayOutputStream();
    private @Nullable WebSocket socket;

    private TestSocket() {}

    /** Opens {@code path} at the server; {@code origin} is the page it claims to come from. */
    public static TestSocket open(int port, TestHttp browser, String path, String origin) {
        TestSocket client = new TestSocket();
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().header("Origin", origin);
        String cookie = browser.cookie("INVIGIL_SESSION");
        if (!cookie.isEmpty()) {
            builder.header("Cookie", "INVIGIL_SESSION=" + cookie);
        }
        client.socket = builder.buildAsync(URI.create("ws://localhost:" + port + path), client)
                .join();
        return client;
    }

    public static TestSocket open(int port, TestHttp browser, String path) {
        return open(port, browser, path, "http://localhost:" + port);
    }

    /** The status with which a handshake is refused. */
    public static int refusal(int port, TestHttp browser, String path, String origin) {
        try {
            open(port, browser, path, origin).close();
            throw new AssertionError("The handshake was accepted");
        } catch (CompletionException e) {
            return refusal(e);
        }
    }

    /** The status that stands behind this failure to open a socket; thrown again where the server gave none. */
    public static int refusal(CompletionException e) {
        if (e.getCause() instanceof WebSocketHandshakeException refused) {
            return refused.getResponse().statusCode();
        }
        throw e;
    }

    public void send(byte[] message) {
        get(ws().sendBinary(ByteBuffer.wrap(message), true));
    }

    /** A part of a binary message. */
    public void sendPart(byte[] part, boolean last) {
        get(ws().sendBinary(ByteBuffer.wrap(part), last));
    }

    public void send(String message) {
        get(ws().sendText(message, true));
    }

    /** The next message for which this holds; others before it are passed over. */
    public JsonNode await(Predicate<JsonNode> wanted) {
        // Of the whole wait: a dashboard is sent something every 2 s, wanted or not.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                JsonNode message = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("The awaited message did not come");
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The next message for which this holds.
     *
     * @throws IllegalStateException if the socket is closed before it comes
     */
    public JsonNode awaitOrClosed(Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (System.nanoTime() < deadline) {
                boolean closed = closeCode.isDone();
                JsonNode message = messages.poll(closed ? 0 : 50, TimeUnit.MILLISECONDS);
                if (message != null && wanted.test(message)) {
                    return message;
                }
                if (message == null && closed) {
                    throw new IllegalStateException("The socket was closed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("The awaited message did not come");
    }

    /** The next binary message for which this holds; others before it are passed over. */
    public byte[] awaitBinary(Predicate<byte[]> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                byte[] message = binaries.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("The awaited binary message did not come");
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Binary messages that came and that nobody has waited for. */
    public int binaries() {
        return binaries.size();
    }

    /** Waits for the next message that says nothing but that the server is there. */
    public JsonNode awaitSignOfLife() {
        try {
            JsonNode message = signsOfLife.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("No sign of life came");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode next() {
        return await(message -> true);
    }

    /** The code with which the server closes. */
    public int closeCode() {
        return get(closeCode);
    }

    /** Reads nothing more, as a browser that hangs. */
    public boolean hasMessages() {
        return !messages.isEmpty();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonNode message = JSON.readTree(partial.toString());
            // Apart from the rest: they come when the server thinks fit, between whatever a test waits for.
            boolean isSignOfLife = message.path("type").asString("").equals("alive");
            (isSignOfLife ? signsOfLife : messages).add(message);
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        partialBinary.writeBytes(part);
        if (last) {
            binaries.add(partialBinary.toByteArray());
            partialBinary.reset();
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    @Override
    public void close() {
        ws().abort();
    }

    private WebSocket ws() {
        return Objects.requireNonNull(socket, "not open");
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new java.io.IOException(e.getCause()));
        } catch (TimeoutException e) {
            throw new AssertionError("Nothing happened in time", e);
        }
    }
}
