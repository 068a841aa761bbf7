package org.invigil.bench.load;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A proctor's page with tiles. Counts the stills; what they cost is seen beside a run without it. */
final class TileViewer implements WebSocket.Listener {

    private final AtomicLong stills = new AtomicLong();

    /** Opens the page's socket and watches these students. */
    static WebSocket open(Api proctor, TileViewer viewer, List<Student> watched) {
        WebSocket socket = proctor.openSocket("/tiles", viewer);
        String ids =
                watched.stream().map(student -> '"' + student.sessionId() + '"').collect(Collectors.joining(","));
        socket.sendText("{\"type\":\"watch\",\"sessions\":[" + ids + "]}", true).join();
        return socket;
    }

    /** Stills that came since the last reset. */
    long stills() {
        return stills.get();
    }

    /** Begins anew, after a warm-up. */
    void reset() {
        stills.set(0);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        if (last) {
            stills.incrementAndGet();
        }
        webSocket.request(1);
        return null;
    }
}
