package org.invigil.server.ingest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.scoring.SessionScores;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.socket.Origins;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/** Decides who may send frames: the student whose active session it is, from this site's own pages, while there is room. */
@Component
class FrameHandshake implements HandshakeInterceptor {

    static final String SESSION = "exam-session";
    static final String SCORE = "session-score";

    private static final String RETRY_AFTER_SECONDS = "10";

    private static final Problem NO_ROOM = Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no_room",
            "The server watches as many cameras as it can. Go on with your exam: the camera connects by itself when there"
                    + " is room, and the wait is not held against you.");

    private final ExamSessions sessions;
    private final SessionScores scores;
    private final FrameAnalyzer analyzer;
    private final FrameMetrics metrics;
    private final Origins origins;
    private final ProblemWriter problems;

    FrameHandshake(
            ExamSessions sessions,
            SessionScores scores,
            FrameAnalyzer analyzer,
            FrameMetrics metrics,
            Origins origins,
            ProblemWriter problems) {
        this.sessions = sessions;
        this.scores = scores;
        this.analyzer = analyzer;
        this.metrics = metrics;
        this.origins = origins;
        this.problems = problems;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        try {
            Problem refusal = refusal(request, attributes);
            if (refusal == null) {
                return true;
            }
            if (refusal.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
                servletResponse.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            }
            problems.write(servletResponse, refusal);
        } catch (DataAccessException | TransactionException e) {
            servletResponse.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            problems.write(servletResponse, CommonProblem.UNAVAILABLE.problem());
        }
        return false;
    }

    private @Nullable Problem refusal(ServerHttpRequest request, Map<String, Object> attributes) {
        if (!origins.allows(request)) {
            return CommonProblem.FORBIDDEN.problem("This page is not part of the exam site; open the exam there.");
        }
        Optional<Actor> actor = Actor.of(request.getPrincipal());
        if (actor.isEmpty()) {
            return CommonProblem.UNAUTHENTICATED.problem();
        }
        Optional<ExamSession> own = sessionId(request).flatMap(sessions::find).filter(session -> session.studentId()
                .equals(actor.get().userId()));
        if (own.isEmpty()) {
            return CommonProblem.NOT_FOUND.problem();
        }
        ExamSession session = own.get();
        if (!session.isActive()) {
            return Problem.of(
                    HttpStatus.CONFLICT, "session_closed", "This session was submitted; it takes no more frames.");
        }
        // Who has been watched before is never turned away: not after a broken line, not after a restart.
        if (!analyzer.hasRoom() && !scores.hasBegun(session)) {
            metrics.sessionRefused();
            return NO_ROOM;
        }
        attributes.put(SESSION, session);
        attributes.put(SCORE, scores.prepare(session));
        return null;
    }

    private static Optional<UUID> sessionId(ServerHttpRequest request) {
        String text = UriComponentsBuilder.fromUri(request.getURI())
                .build()
                .getQueryParams()
                .getFirst("session");
        try {
            return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // Everything was decided before.
    }
}
