package org.invigil.server.events;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.devices.Devices;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.Device;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.socket.Handshake;
import org.invigil.server.socket.Origins;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** Decides who may hear of a sitting: the student whose session it is, one that is over included. */
@Component
class EventHandshake extends Handshake {

    static final String SESSION = "events-session";
    static final String WINDOW_ID = "events-window-id";
    static final String DEVICE_ID = "events-device-id";

    private final ExamSessions sessions;
    private final RulingWindows windows;
    private final Devices devices;
    private final EventPages pages;

    EventHandshake(
            ExamSessions sessions,
            RulingWindows windows,
            Devices devices,
            EventPages pages,
            Origins origins,
            ProblemWriter problems) {
        super(origins, problems);
        this.sessions = sessions;
        this.windows = windows;
        this.devices = devices;
        this.pages = pages;
    }

    @Override
    protected @Nullable Problem refusal(Actor actor, ServerHttpRequest request, Map<String, Object> attributes) {
        Optional<ExamSession> session = id(request, "session")
                .flatMap(sessions::find)
                .filter(found -> found.studentId().equals(actor.userId()));
        Optional<Device> device = device(request);
        if (session.isEmpty() || device.isEmpty()) {
            return CommonProblem.NOT_FOUND.problem();
        }
        Optional<UUID> window = id(request, "window");
        if (window.isEmpty()) {
            return CommonProblem.INVALID_REQUEST.problem("Name the page with window=, a UUID it makes when it opens.");
        }
        // Every page of the student is told which window rules: its number opens nothing on another device.
        Problem elsewhere = windows.rules(session.get().sessionId(), window.get())
                ? devices.refusal(session.get(), device.get())
                : null;
        if (elsewhere != null) {
            return elsewhere;
        }
        if (!pages.hasRoom()) {
            return CommonProblem.UNAVAILABLE.problem();
        }
        attributes.put(SESSION, session.get());
        attributes.put(WINDOW_ID, window.get());
        attributes.put(DEVICE_ID, device.get().id());
        return null;
    }
}
