package org.invigil.server.ingest;

import java.util.UUID;
import org.invigil.server.session.ExamSession;
import org.invigil.server.socket.SocketEnd;
import org.springframework.web.socket.CloseStatus;

/**
 * One student's frame socket.
 *
 * @param deviceId whose browser sends
 * @param pulse whether the page is there
 * @param answers what the page is told
 * @param way of its frames
 */
record FrameConnection(ExamSession session, UUID deviceId, Pulse pulse, FrameAnswers answers, FrameWay way)
        implements SocketEnd {

    UUID sessionId() {
        return session.sessionId();
    }

    @Override
    public void close(CloseStatus status) {
        way.end(status);
    }
}
