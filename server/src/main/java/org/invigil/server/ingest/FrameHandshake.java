package org.invigil.server.ingest;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.analysis.FramePlace;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.socket.Handshake;
import org.invigil.server.socket.Origins;
import org.invigil.server.streams.SessionScores;
import org.invigil.server.watch.Watches;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Decides who may send frames: the student whose session it is, until that is over, while there is room. Keeps a place when the socket is
 * about to be opened; the session becomes this node's only once it is open, see {@link StreamTakeover}.
 */
@Component
class FrameHandshake extends Handshake {

    static final String SESSION = "exam-session";

    /** The place that is kept; missing for a session that was watched before and needs none. */
    static final String PLACE = "frame-place";

    /** There for a page that understands that nothing has changed since the last result. */
    static final String SHORT_ANSWERS = "short-answers";

    private static final Problem NO_ROOM = Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no_room",
            "The server watches as many cameras as it can. Go on with your exam: the camera connects by itself when there"
                    + " is room, and the wait is not held against you.");

    private final ExamSessions sessions;
    private final SessionScores scores;
    private final FrameAnalyzer analyzer;
    private final FrameMetrics metrics;
    private final Watches watches;

    FrameHandshake(
            ExamSessions sessions,
            SessionScores scores,
            FrameAnalyzer analyzer,
            FrameMetrics metrics,
            Watches watches,
            Origins origins,
            ProblemWriter problems) {
        super(origins, problems);
        this.sessions = sessions;
        this.scores = scores;
        this.analyzer = analyzer;
        this.metrics = metrics;
        this.watches = watches;
    }

    @Override
    protected @Nullable Problem refusal(Actor actor, ServerHttpRequest request, Map<String, Object> attributes) {
        Optional<ExamSession> own = id(request, "session")
                .flatMap(sessions::find)
                .filter(session -> session.studentId().equals(actor.userId()));
        if (own.isEmpty()) {
            return CommonProblem.NOT_FOUND.problem();
        }
        ExamSession session = own.get();
        if (session.isOver()) {
            return Problem.of(HttpStatus.CONFLICT, "session_closed", "This session is over; it takes no more frames.");
        }
        // Who has been watched before is never turned away: not after a broken line, not after a restart.
        if (!analyzer.hasRoomFor(session.sessionId()) && !scores.hasBegun(session)) {
            if (isUpgrade(request)) {
                refused(session);
            }
            return NO_ROOM;
        }
        attributes.put(SESSION, session);
        if (parameter(request, "answers").filter("short"::equals).isPresent()) {
            attributes.put(SHORT_ANSWERS, true);
        }
        return null;
    }

    @Override
    protected @Nullable Problem admit(Map<String, Object> attributes) {
        ExamSession session = (ExamSession) Objects.requireNonNull(attributes.get(SESSION));
        Optional<FramePlace> place = analyzer.keepPlace(session.sessionId());
        if (place.isPresent()) {
            attributes.put(PLACE, place.get());
            return null;
        }
        if (scores.hasBegun(session)) {
            return null;
        }
        refused(session); // others took the last places since the look above
        return NO_ROOM;
    }

    private void refused(ExamSession session) {
        metrics.sessionRefused();
        watches.noRoom(session);
    }

    @Override
    protected void abandon(Map<String, Object> attributes) {
        if (attributes.get(PLACE) instanceof FramePlace place) {
            analyzer.giveBack(place);
        }
    }
}
