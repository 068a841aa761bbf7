package org.invigil.server;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A student's page that sits an exam through one address, and connects again when its socket is lost. */
final class TestCandidate implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration FRAME = Duration.ofMillis(50);

    private final int port;
    private final TestHttp http;
    private final String username;
    private final UUID session;
    private final byte[] jpeg;
    private final TestPace camera = new TestPace(FRAME);
    private @Nullable TestSocket socket;
    private long seq;
    private long results;
    private long unanswered;
    private int connects;

    /** Starts the exam. */
    TestCandidate(int port, TestHttp http, String username, String examId, byte[] jpeg) {
        this.username = username;
        this.port = port;
        this.http = http;
        this.jpeg = jpeg;
        JsonNode started = http.post(
                        "/api/exam/start",
                        Map.of("exam_id", examId, "consent", Map.of("version", "1", "accepted", true)))
                .json();
        this.session = UUID.fromString(started.path("session_id").asString());
    }

    String username() {
        return username;
    }

    UUID session() {
        return session;
    }

    TestHttp http() {
        return http;
    }

    /** Frames that got a result. */
    long results() {
        return results;
    }

    /** Frames that were sent on a connection which ended before anything was said of them. */
    long unanswered() {
        return unanswered;
    }

    int connects() {
        return connects;
    }

    /** The socket, opened at this address if there is none. */
    TestSocket connect(int where) {
        TestSocket open = socket;
        if (open == null) {
            open = TestSocket.open(where, http, "/analyze?session=" + session);
            socket = open;
            connects++;
        }
        return open;
    }

    /** Sends one frame and gives back its result; on whichever connection it takes, trying again until it goes through. */
    JsonNode frame() {
        return await("the page connects again")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BACKOFF)
                .atMost(PATIENCE)
                .until(this::tryFrame, Objects::nonNull);
    }

    private @Nullable JsonNode tryFrame() {
        try {
            return frameAt(port);
        } catch (UncheckedIOException | CompletionException | IllegalStateException e) {
            socket = null; // closed or refused: the page connects again after a pause
            return null;
        }
    }

    /** Sends one frame to this address, and fails where the socket does. */
    JsonNode frameAt(int where) {
        TestSocket open = connect(where);
        camera.awaitBeat();
        long sent = ++seq;
        open.send(ByteBuffer.allocate(16 + jpeg.length)
                .putShort((short) 0x4956)
                .put((byte) 1)
                .put((byte) 0)
                .putInt((int) sent)
                .putLong(1_767_225_600_000L)
                .put(jpeg)
                .array());
        unanswered++;
        JsonNode answer = open.awaitOrClosed(message -> message.path("seq").asLong() == sent);
        unanswered--;
        if (answer.path("type").asString().equals("result")) {
            results++;
        }
        return answer;
    }

    /** Lets go of the socket without closing it. */
    TestSocket leaveSocket() {
        TestSocket left = Objects.requireNonNull(socket);
        socket = null;
        return left;
    }

    @Override
    public void close() {
        camera.close();
        if (socket != null) {
            socket.close();
        }
    }
}
