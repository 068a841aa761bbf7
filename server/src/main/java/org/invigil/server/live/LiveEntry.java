package org.invigil.server.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.invigil.server.scoring.Behavior;
import org.invigil.server.scoring.LastKnownScore;
import org.invigil.server.scoring.ScoreUpdate;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;

/** What is known of one sitting now. Every method is short and guarded by the entry itself. */
final class LiveEntry {

    /** How long a submitted session stays in view. */
    static final Duration STAY = Duration.ofMinutes(10);

    /** Weight of the last tick in the frame rate that is shown. */
    private static final double FPS_SHARE = 0.4;

    private ExamSession session;
    private boolean connected;
    /** Before the first frame nothing can be told, which is what this word says. */
    private String presence = "unknown";

    private @Nullable Double focusScore;
    private double cheatScore;
    private List<String> behaviors = List.of();
    private List<LiveSession.OpenIncidentView> openIncidents = List.of();
    private int incidentCount;
    private int clipCount;
    private int framesSinceTick;
    private double fps;
    private @Nullable Instant lastFrameAt;

    LiveEntry(ExamSession session) {
        this.session = session;
    }

    synchronized void lastKnown(LastKnownScore known) {
        if (lastFrameAt == null) {
            String seen = known.presence();
            presence = seen == null ? presence : seen;
            focusScore = known.focusScore();
            Double cheat = known.cheatScore();
            cheatScore = cheat == null ? 0 : cheat;
            lastFrameAt = known.at();
            incidentCount = known.incidentCount();
        }
    }

    synchronized void connected(boolean now) {
        connected = now;
    }

    synchronized void scored(ScoreUpdate update) {
        presence = update.presence().name().toLowerCase(Locale.ROOT);
        focusScore = update.focusScore();
        cheatScore = update.cheatScore();
        behaviors = update.behaviors().stream().map(Behavior::wireName).toList();
        openIncidents = update.openIncidents().stream()
                .map(incident -> new LiveSession.OpenIncidentView(
                        incident.id(), incident.behavior().wireName(), incident.startedAt()))
                .toList();
        incidentCount = Math.max(incidentCount, update.incidentCount());
        lastFrameAt = update.at();
        framesSinceTick++;
    }

    synchronized void clipStored() {
        clipCount++;
    }

    synchronized void clips(int count) {
        clipCount = Math.max(clipCount, count);
    }

    synchronized void submitted(ExamSession closed, double finalCheatScore) {
        session = closed;
        cheatScore = finalCheatScore;
        behaviors = List.of();
        openIncidents = List.of();
        connected = false;
    }

    /**
     * Renews the frame rate.
     *
     * @return whether what is shown has changed
     */
    synchronized boolean tick(double seconds) {
        double before = shownFps();
        fps += FPS_SHARE * (framesSinceTick / seconds - fps);
        framesSinceTick = 0;
        return shownFps() != before;
    }

    synchronized boolean isOver(Instant now) {
        Instant submittedAt = session.submittedAt();
        return submittedAt != null && !submittedAt.plus(STAY).isAfter(now);
    }

    synchronized LiveSession view() {
        return new LiveSession(
                session.sessionId(),
                session.examId(),
                session.examTitle(),
                new LiveSession.Student(session.studentId(), session.studentUsername(), session.studentDisplayName()),
                session.isActive() ? "active" : "submitted",
                connected,
                presence,
                focusScore == null ? null : tenths(focusScore),
                tenths(cheatScore),
                behaviors,
                openIncidents,
                incidentCount,
                clipCount,
                shownFps(),
                session.startedAt(),
                session.endsAt(),
                lastFrameAt);
    }

    private double shownFps() {
        return Math.rint(fps * 2) / 2;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }
}
