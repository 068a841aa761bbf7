package org.invigil.server.events;

import java.util.UUID;
import java.util.function.Function;
import org.invigil.server.devices.RulingDevice;
import org.invigil.server.session.ExamSession;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SocketEnd;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/** One open page of a student. */
final class EventPage implements SocketEnd {

    private final ExamSession session;
    private final UUID windowId;
    private final UUID deviceId;
    private final Outbox outbox;
    private volatile long heardAtMillis;
    /** What the page knows; written by the one thread that reads states. */
    private volatile @Nullable PageState told;

    EventPage(ExamSession session, UUID windowId, UUID deviceId, Outbox outbox, long nowMillis) {
        this.session = session;
        this.windowId = windowId;
        this.deviceId = deviceId;
        this.outbox = outbox;
        this.heardAtMillis = nowMillis;
    }

    UUID sessionId() {
        return session.sessionId();
    }

    /** As it was when the page opened. */
    ExamSession session() {
        return session;
    }

    /** Whether the sitting has ended, as far as the page knows. */
    boolean isOver() {
        PageState known = told;
        return session.isOver() || (known != null && known.sitting().status().isOver());
    }

    /** Whether another window of the student's rules, as far as the page knows: nothing is written or shown in this one. */
    boolean isLocked() {
        PageState known = told;
        if (known == null) {
            return false;
        }
        RulingWindow ruling = known.window();
        return (ruling != null && !ruling.windowId().equals(windowId)) || !mayRuleOn(known.device());
    }

    /** Whether this page's device is the one on which the sitting goes on, or may become it. */
    private boolean mayRuleOn(@Nullable RulingDevice ruling) {
        return ruling == null || ruling.deviceId().equals(deviceId);
    }

    UUID windowId() {
        return windowId;
    }

    UUID deviceId() {
        return deviceId;
    }

    long heardAtMillis() {
        return heardAtMillis;
    }

    void heard(long nowMillis) {
        heardAtMillis = nowMillis;
    }

    /** Answers something that the page said; an answer that does not fit in is missed like one that is lost on its way. */
    void answer(String message) {
        outbox.offer(message);
    }

    /** Tells the page how things stand, unless it knows. */
    void tell(PageState state, Function<PageState, String> message) {
        if (state.equals(told)) {
            return;
        }
        told = state; // first: what the page says next, it may say in answer to this
        if (!outbox.offer(message.apply(state))) {
            outbox.close(CloseStatus.SERVICE_OVERLOAD); // it comes back and is told everything
        }
    }

    @Override
    public void close(CloseStatus status) {
        outbox.close(status);
    }
}
