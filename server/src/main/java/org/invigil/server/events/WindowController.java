package org.invigil.server.events;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.invigil.server.devices.MoveReason;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.Device;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.Sitting;
import org.invigil.server.session.SittingView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a student goes on, when the exam is open in several windows. */
@RestController
@RequestMapping("/api/exam")
@Tag(name = "sitting")
class WindowController {

    private final RulingWindows windows;
    private final ExamSessions sessions;
    private final Sitting sitting;
    private final SittingNews news;

    WindowController(RulingWindows windows, ExamSessions sessions, Sitting sitting, SittingNews news) {
        this.windows = windows;
        this.sessions = sessions;
        this.sitting = sitting;
        this.news = news;
    }

    /** @param move why the sitting moves here from another device; null to ask whether it is on one */
    record ClaimWindow(@NotNull UUID windowId, @Nullable MoveReason move) {}

    /** A session that is over is answered too, and stays as it is: the page needs its end, not an error. */
    @PostMapping("/sessions/{session_id}/window")
    @Operation(
            operationId = "claimWindow",
            summary = "Go on in this window; every other one of the session is locked, and every other device")
    SittingView claim(
            Actor actor,
            Device device,
            @PathVariable("session_id") UUID sessionId,
            @Valid @RequestBody ClaimWindow input) {
        // Read before: a page takes a ruling window from before this for one that it has replaced. The other way round
        // two
        // windows that ask at one moment could both believe that they rule.
        SittingView view = sitting.view(actor, sessionId);
        ExamSession session = sessions.find(sessionId).orElseThrow(); // the view was the student's own
        if (windows.claim(actor, device, session, input.windowId(), input.move())) {
            news.changed();
        }
        return view;
    }
}
