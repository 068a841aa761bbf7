package org.invigil.server.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.invigil.server.scoring.Behavior;
import org.invigil.server.scoring.ScoreUpdate;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;

/** What the board knows of one session. Its methods are called under the entry's own lock, from many threads. */
final class LiveEntry {

    /** Time constant of the shown frame rate. */
    private static final double RATE_SECONDS = 2;

    private ExamSession session;
    private boolean connected;
    private @Nullable ScoreUpdate last;
    private LiveStore.Stored stored;
    private @Nullable Double finalScore;
    private int clipCount;
    private long framesSinceRate;
    private double fps;
    private boolean changed = true;

    LiveEntry(ExamSession session, LiveStore.Stored stored) {
        this.session = session;
        this.stored = stored;
        this.finalScore = session.isActive() ? null : stored.cheatScore();
        this.clipCount = stored.clipCount();
    }

    synchronized void connected(boolean isConnected) {
        connected = isConnected;
        changed = true;
    }

    synchronized void scored(ScoreUpdate update) {
        last = update;
        framesSinceRate++;
        changed = true;
    }

    synchronized void submitted(ExamSession ended, double cheatScore) {
        session = ended;
        finalScore = cheatScore;
        changed = true;
    }

    synchronized void clipStored() {
        clipCount++;
        changed = true;
    }

    synchronized boolean isOver(Instant now, Duration shownAfterEnd) {
        Instant submittedAt = session.submittedAt();
        return submittedAt != null && !submittedAt.plus(shownAfterEnd).isAfter(now);
    }

    /** Brings the frame rate up to date; a rate that falls to nothing is a change too. */
    synchronized void measureRate(double elapsedSeconds) {
        double share = 1 - Math.exp(-elapsedSeconds / RATE_SECONDS);
        double next = fps + share * (framesSinceRate / elapsedSeconds - fps);
        framesSinceRate = 0;
        changed |= Math.round(next) != Math.round(fps);
        fps = next < 0.05 ? 0 : next;
    }

    /** The row if it changed since it was last taken, else null. */
    synchronized @Nullable LiveSession takeChange() {
        if (!changed) {
            return null;
        }
        changed = false;
        return row();
    }

    synchronized LiveSession row() {
        ScoreUpdate seen = last;
        boolean active = session.isActive();
        Double ended = finalScore;
        double cheatScore = ended != null ? ended : seen != null ? seen.cheatScore() : stored.cheatScore();
        return new LiveSession(
                session.sessionId(),
                session.examId(),
                session.examTitle(),
                new LiveSession.Student(
                        session.studentId(), session.studentUsername(), session.studentDisplayName()),
                active ? "active" : "submitted",
                active && connected,
                seen == null ? stored.presence() : seen.presence().name().toLowerCase(Locale.ROOT),
                seen == null ? stored.focusScore() : Double.valueOf(seen.focusScore()),
                cheatScore,
                seen == null || !active ? List.of() : seen.behaviors().stream().map(Behavior::wireName).toList(),
                seen == null || !active ? List.of() : openIncidents(seen),
                seen == null ? stored.incidentCount() : seen.incidentCount(),
                clipCount,
                Math.round(fps * 10) / 10.0,
                session.startedAt(),
                session.endsAt(),
                seen == null ? stored.lastFrameAt() : seen.at());
    }

    private static List<LiveSession.OpenIncident> openIncidents(ScoreUpdate seen) {
        return seen.openIncidents().stream()
                .map(incident -> new LiveSession.OpenIncident(
                        incident.id(), incident.behavior().wireName(), incident.startedAt()))
                .toList();
    }

    UUID sessionId() {
        return session.sessionId();
    }
}
