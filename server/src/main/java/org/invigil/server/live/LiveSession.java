package org.invigil.server.live;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;

/**
 * One sitting as the dashboard shows it; the fields are those of docs/protocol.md.
 *
 * @param statusSince when it came to stand so; of two accounts the later one is right
 * @param presence {@link Presence#UNKNOWN} before the first frame that counts, and {@code focusScore} null
 * @param silentSince when the student's page or camera was heard last, if that is too long ago; null while they are heard
 *     and once the session is over
 * @param lookedIncidentCount how many of the incidents somebody of the staff has looked at; fewer than there are: it needs a look
 * @param hints the kinds of what staff should know of it, as {@code HintKind} names them, in order
 * @param watching how it is watched; null where no node has said so yet
 * @param fps frames scored a second, over the last seconds
 * @param faceSize {@code small} while the face is too small to tell well where it looks; else null. Text, as in {@link OpenIncidentView}
 */
record LiveSession(
        UUID sessionId,
        UUID examId,
        String examTitle,
        Student student,
        SittingState status,
        Instant statusSince,
        boolean connected,
        Presence presence,
        @Nullable Double focusScore,
        double cheatScore,
        List<String> behaviors,
        List<OpenIncidentView> openIncidents,
        int incidentCount,
        int clipCount,
        int lookedIncidentCount,
        List<String> hints,
        double fps,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant lastFrameAt,
        @Nullable Instant silentSince,
        @Nullable LiveWatching watching,
        @Nullable String faceSize) {

    LiveSession {
        hints = Objects.requireNonNullElse(hints, List.of()); // a node of an earlier version does not tell of them
    }

    record Student(UUID id, String username, String displayName) {}

    /**
     * An open incident as scoring told of it with the last frame. Its behaviour is text, unlike there: a node of a newer version
     * may tell of one that this one does not know, and its board must be read all the same.
     */
    record OpenIncidentView(UUID id, String behavior, Instant startedAt) {}

    /**
     * How a sitting is watched now, and was so far.
     *
     * @param unwatchedCause why it is not, for some seconds now; null while it is. Text, as in {@link OpenIncidentView}
     * @param watchedShare of its time so far, 0 to 1; null while nothing is counted
     */
    record LiveWatching(
            @Nullable String unwatchedCause, @Nullable Double watchedShare) {}

    /**
     * One account out of two of the same session, from two nodes: the one of the node that has the student's socket, else
     * the one that saw the last frame. How the sitting stands is believed of the one that knows the later change; what was
     * counted, and that the student is heard, of either.
     */
    static LiveSession merge(LiveSession a, LiveSession b) {
        boolean isNewer = b.isNewerThan(a);
        LiveSession newer = isNewer ? b : a;
        LiveSession older = isNewer ? a : b;
        LiveSession merged = newer.withCountsOf(older).withStatusOf(older).withWatchingOf(older);
        return merged.withSilentSince(merged.isOver() ? null : heardLast(a.silentSince, b.silentSince));
    }

    /** Of two nodes that listen to one student: whoever hears them is right, else who heard them last. */
    static @Nullable Instant heardLast(@Nullable Instant a, @Nullable Instant b) {
        return a == null || b == null ? null : a.isAfter(b) ? a : b;
    }

    private boolean isNewerThan(LiveSession other) {
        if (isOver() != other.isOver()) {
            return isOver();
        }
        if (connected != other.connected) {
            return connected;
        }
        if (lastFrameAt == null || other.lastFrameAt == null) {
            return lastFrameAt != null;
        }
        return lastFrameAt.isAfter(other.lastFrameAt);
    }

    boolean isOver() {
        return status.isOver();
    }

    /** The same, standing as the other account says if that knows a later change. */
    private LiveSession withStatusOf(LiveSession other) {
        return isOver() || !other.statusSince.isAfter(statusSince)
                ? this
                : new LiveSession(
                        sessionId,
                        examId,
                        examTitle,
                        student,
                        other.status,
                        other.statusSince,
                        connected,
                        presence,
                        focusScore,
                        cheatScore,
                        behaviors,
                        openIncidents,
                        incidentCount,
                        clipCount,
                        lookedIncidentCount,
                        hints,
                        fps,
                        startedAt,
                        other.endsAt,
                        lastFrameAt,
                        silentSince,
                        watching,
                        faceSize);
    }

    /** The same, with whatever the other account has counted beyond this one. */
    LiveSession withCountsOf(LiveSession other) {
        int incidents = Math.max(incidentCount, other.incidentCount);
        int clips = Math.max(clipCount, other.clipCount);
        int looked = Math.max(lookedIncidentCount, other.lookedIncidentCount);
        List<String> noted = union(hints, other.hints);
        return incidents == incidentCount && clips == clipCount && looked == lookedIncidentCount && noted.equals(hints)
                ? this
                : copy(connected, incidents, clips, looked, noted, fps, silentSince, watching);
    }

    private static List<String> union(List<String> a, List<String> b) {
        return b.isEmpty() || a.equals(b)
                ? a
                : Stream.concat(a.stream(), b.stream()).distinct().sorted().toList();
    }

    /** The same, watched as the other account says if this one says nothing of it. */
    private LiveSession withWatchingOf(LiveSession other) {
        return watching != null || other.watching == null
                ? this
                : copy(
                        connected,
                        incidentCount,
                        clipCount,
                        lookedIncidentCount,
                        hints,
                        fps,
                        silentSince,
                        other.watching);
    }

    /** The same after the student's socket is gone. */
    LiveSession disconnected() {
        return copy(false, incidentCount, clipCount, lookedIncidentCount, hints, 0, silentSince, watching);
    }

    LiveSession withSilentSince(@Nullable Instant since) {
        return Objects.equals(since, silentSince)
                ? this
                : copy(connected, incidentCount, clipCount, lookedIncidentCount, hints, fps, since, watching);
    }

    private LiveSession copy(
            boolean nowConnected,
            int incidents,
            int clips,
            int looked,
            List<String> noted,
            double nowFps,
            @Nullable Instant nowSilentSince,
            @Nullable LiveWatching nowWatching) {
        return new LiveSession(
                sessionId,
                examId,
                examTitle,
                student,
                status,
                statusSince,
                nowConnected,
                presence,
                focusScore,
                cheatScore,
                behaviors,
                openIncidents,
                incidents,
                clips,
                looked,
                noted,
                nowFps,
                startedAt,
                endsAt,
                lastFrameAt,
                nowSilentSince,
                nowWatching,
                faceSize);
    }
}
