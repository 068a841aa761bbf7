package org.invigil.server.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.Presence;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.LastKnownScore;
import org.invigil.server.store.OpenIncident;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.watch.WatchChanged;
import org.invigil.server.watch.Watching;
import org.jspecify.annotations.Nullable;

/** What is known of one sitting now. Every method is short and guarded by the entry itself. */
final class LiveEntry {

    /** How long a session that is over stays in view. */
    static final Duration STAY = Duration.ofMinutes(10);

    /** How long what happened here is told to other nodes, if the student's socket is not here. */
    static final Duration FRESH = Duration.ofSeconds(15);

    /** How long nothing may be heard of a student before it is said: two of their page's signs of life, 2 s apart. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(4);

    /**
     * How long after the last picture what it showed is still said to go on. Scoring has ended the incidents by then, unless the policy bridges
     * longer silences; who reads the session again then finds them ended.
     */
    static final Duration UNSEEN_AFTER = Duration.ofSeconds(15);

    /** Weight of the last tick in the frame rate that is shown. */
    private static final double FPS_SHARE = 0.4;

    /** As the camera check names it. */
    private static final String SMALL = "small";

    private ExamSession session;
    private boolean connected;
    /** Before the first frame nothing can be told. */
    private Presence presence = Presence.UNKNOWN;

    private @Nullable Double focusScore;
    private double cheatScore;
    private List<String> behaviors = List.of();
    private List<LiveSession.OpenIncidentView> openIncidents = List.of();
    private int incidentCount;
    private LiveSession.@Nullable LiveWatching watching;
    private LiveSession.@Nullable OpenIncidentView unwatched;
    private int scoredIncidentCount;
    private int watchIncidentCount;
    private int clipCount;
    private int lookedIncidentCount;
    private List<String> hints = List.of();
    private int framesSinceTick;
    private double fps;
    private @Nullable Instant lastFrameAt;
    private Instant touchedAt;
    /** When the student was heard here; until then, when anything is known of them last. */
    private Instant heardAt;

    private boolean smallFace;
    private boolean shownSilent;
    private boolean shownUnseen;
    private int shownHash;

    LiveEntry(ExamSession session, Instant now) {
        this.session = session;
        this.touchedAt = now;
        this.heardAt = session.startedAt();
    }

    /** The student's page or camera has said something to this node. */
    synchronized void heard(Instant at) {
        heardAt = at.isAfter(heardAt) ? at : heardAt;
    }

    /** Something happened to the session on this node. */
    synchronized void touched(Instant now) {
        touchedAt = now;
    }

    /** Whether this node has something to say of the session: its socket is here, or something just happened here. */
    synchronized boolean isOurs(Instant now) {
        return connected || touchedAt.plus(FRESH).isAfter(now);
    }

    /**
     * Whether something that a proctor acts on has changed since the last call: who is there, what they do. The running
     * numbers are not of that kind.
     */
    synchronized boolean hasNews(Instant now) {
        int hash = Objects.hash(
                connected,
                session.status(),
                presence,
                behaviors,
                openIncidents,
                clipCount,
                lookedIncidentCount,
                hints,
                watching == null ? null : watching.unwatchedCause(),
                unwatched,
                smallFace,
                isSilent(now),
                isUnseen(now));
        boolean news = hash != shownHash;
        shownHash = hash;
        return news;
    }

    /** What the database knows, for an entry that has seen nothing itself. */
    synchronized void lastKnown(LastKnownScore known) {
        Presence seen = known.presence();
        presence = seen == null ? presence : seen;
        focusScore = known.focusScore();
        Double cheat = known.cheatScore();
        cheatScore = cheat == null ? 0 : cheat;
        lastFrameAt = known.at();
        Instant storedAt = known.at();
        if (storedAt != null) {
            heard(storedAt);
        }
        incidentCount = known.incidentCount();
    }

    synchronized boolean isOver() {
        return session.isOver();
    }

    /** The sitting has come to stand otherwise; what was read before its last change is out of date. */
    synchronized void stands(ExamSession now) {
        if (!session.isOver() && !now.statusSince().isBefore(session.statusSince())) {
            session = now;
        }
    }

    synchronized void connected(boolean now) {
        connected = now;
    }

    synchronized void scored(ScoreUpdate update) {
        lastFrameAt = update.at();
        framesSinceTick++;
        if (session.status().isBeforeStart()) {
            return; // nothing counts yet, and who waits is not watched
        }
        presence = update.presence();
        focusScore = update.focusScore();
        cheatScore = update.cheatScore();
        behaviors = update.behaviors().stream().map(Behavior::wireName).toList();
        openIncidents = update.openIncidents().stream()
                .map(incident -> new LiveSession.OpenIncidentView(
                        incident.id(), incident.behavior().wireName(), incident.startedAt()))
                .toList();
        smallFace = update.smallFace();
        scoredIncidentCount = update.incidentCount();
        countIncidents();
    }

    /** How the sitting is watched, by the node that counts. */
    synchronized void watched(WatchChanged now) {
        watching = new LiveSession.LiveWatching(
                now.cause() == null ? null : now.cause().wireName(), now.watchedShare());
        OpenIncident open = now.unwatched();
        unwatched = open == null
                ? null
                : new LiveSession.OpenIncidentView(open.id(), open.behavior().wireName(), open.startedAt());
        watchIncidentCount = now.incidentCount();
        countIncidents();
    }

    /** How much was watched, as the database knows; null where it was not measured. */
    synchronized void lastWatched(@Nullable Watching known) {
        watching = known == null ? null : new LiveSession.LiveWatching(null, known.watchedShare());
    }

    private void countIncidents() {
        incidentCount = Math.max(incidentCount, scoredIncidentCount + watchIncidentCount);
    }

    /** A picture that could not be judged and has grown into {@code unwatched} is one incident, under one id. */
    private List<LiveSession.OpenIncidentView> allOpenIncidents(boolean isUnseen) {
        LiveSession.OpenIncidentView own = unwatched;
        List<LiveSession.OpenIncidentView> seen = isUnseen ? List.of() : openIncidents;
        return own == null
                ? seen
                : Stream.concat(seen.stream().filter(open -> !open.id().equals(own.id())), Stream.of(own))
                        .toList();
    }

    synchronized void clips(int count) {
        clipCount = Math.max(clipCount, count);
    }

    /** Somebody has looked at so many of its incidents. */
    synchronized void looked(int incidents) {
        lookedIncidentCount = Math.max(lookedIncidentCount, incidents);
    }

    /** These kinds of hints are noted of it by now. */
    synchronized void hints(List<String> kinds) {
        hints = List.copyOf(kinds);
    }

    synchronized void over(ExamSession closed, double finalCheatScore) {
        session = closed;
        cheatScore = finalCheatScore;
        behaviors = List.of();
        openIncidents = List.of();
        unwatched = null;
        connected = false;
    }

    /**
     * Renews the frame rate, and looks whether the student is heard.
     *
     * @return whether what is shown has changed
     */
    synchronized boolean tick(double seconds, Instant now) {
        double before = shownFps();
        fps += FPS_SHARE * (framesSinceTick / seconds - fps);
        framesSinceTick = 0;
        boolean wasSilent = shownSilent;
        boolean wasUnseen = shownUnseen;
        shownSilent = isSilent(now);
        shownUnseen = isUnseen(now);
        return shownFps() != before || shownSilent != wasSilent || shownUnseen != wasUnseen;
    }

    /** Whether the last picture is too old to say that what it showed goes on. */
    private boolean isUnseen(Instant now) {
        Instant last = lastFrameAt;
        return last != null && !last.plus(UNSEEN_AFTER).isAfter(now);
    }

    private boolean isSilent(Instant now) {
        return !session.isOver() && !heardAt.plus(SILENT_AFTER).isAfter(now);
    }

    /** Whether it has been over for so long that it leaves the view. */
    synchronized boolean hasLeft(Instant now) {
        Instant overSince = session.overSince();
        return overSince != null && !overSince.plus(STAY).isAfter(now);
    }

    /** As it is shown while nobody hears the student, however fresh what is known may be. */
    synchronized LiveSession viewUnheard() {
        return view(Instant.MAX);
    }

    synchronized LiveSession view(Instant now) {
        boolean isUnseen = isUnseen(now);
        return new LiveSession(
                session.sessionId(),
                session.examId(),
                session.examTitle(),
                new LiveSession.Student(session.studentId(), session.studentUsername(), session.studentDisplayName()),
                session.status(),
                session.statusSince(),
                connected,
                presence,
                focusScore == null ? null : tenths(focusScore),
                tenths(cheatScore),
                isUnseen ? List.of() : behaviors,
                allOpenIncidents(isUnseen),
                incidentCount,
                clipCount,
                lookedIncidentCount,
                hints,
                shownFps(),
                session.startedAt(),
                session.endsAt(),
                lastFrameAt,
                isSilent(now) ? heardAt : null,
                watching,
                smallFace && !isUnseen ? SMALL : null);
    }

    private double shownFps() {
        return Math.rint(fps * 2) / 2;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }
}
