package org.invigil.server;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A proctor's page: what it shows of every session, by all that was sent so far. */
public final class TestDashboard implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final JsonNode NOTHING = JsonMapper.builder().build().missingNode();

    private final TestSocket socket;
    private final Map<String, JsonNode> shown = new HashMap<>();

    /** Opens it and waits for the snapshot. */
    public TestDashboard(int port, TestHttp proctor) {
        this.socket = TestSocket.open(port, proctor, "/live");
        take(socket.next());
    }

    /** What is shown of a session; a missing node if nothing is. */
    public JsonNode shown(UUID session) {
        return shown.getOrDefault(session.toString(), NOTHING);
    }

    /** Waits until what is shown of a session is as wanted. */
    public JsonNode await(UUID session, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            JsonNode live = shown(session);
            if (!live.isMissingNode() && wanted.test(live)) {
                return live;
            }
            take(socket.next());
        }
        throw new AssertionError("The dashboard still shows " + shown(session));
    }

    private void take(JsonNode message) {
        message.path("sessions")
                .forEach(live -> shown.put(live.path("session_id").asString(), live));
    }

    @Override
    public void close() {
        socket.close();
    }
}
