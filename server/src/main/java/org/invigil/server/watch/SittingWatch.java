package org.invigil.server.watch;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.watch.LinkReport;
import org.invigil.rules.watch.Watch;
import org.invigil.rules.watch.WatchedTime;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.IncidentRow;
import org.invigil.server.store.OpenIncident;
import org.invigil.server.store.ScoreUpdate;
import org.jspecify.annotations.Nullable;

/** One sitting as this node watches it. Every method is short and guarded by the object itself. */
final class SittingWatch {

    /** Without a word of the student's page the sitting is nobody's here. */
    private static final long UNHEARD_MILLIS = 30_000;

    /** Nor is it where the page was not heard, and the camera not for so long: another node may hear the page, which tells more. */
    private static final long CAMERA_SILENT_MILLIS = 6_000;

    /** A shorter time without watching is not shown. */
    private static final long SHOWN_AFTER_MILLIS = 4_000;

    private final Watch watch;
    private final Policy policy;
    private final Consumer<IncidentRow> incidents;
    private ExamSession session;
    private boolean hasCamera;
    private long pageHeardAtMillis;
    private long cameraHeardAtMillis;
    /** Whether this node counts, by the lease in the row. */
    private boolean isOurs;

    private long flushedAtMillis;
    private WatchedTime total = WatchedTime.NONE;
    private WatchedTime unsaved = WatchedTime.NONE;
    private @Nullable OpenIncident unwatched;
    private int incidentCount;
    private @Nullable OpenIncident unusable;
    private @Nullable UnwatchedCause cause;
    private @Nullable Long notWatchedSinceMillis;
    private @Nullable WatchChanged told;
    private boolean isShareNews;
    private boolean isToBeStored;

    /** @param incidents takes what is to be stored of {@code unwatched}, without waiting */
    SittingWatch(ExamSession session, long nowMillis, Consumer<IncidentRow> incidents) {
        this.session = session;
        this.incidents = incidents;
        this.policy = PolicyReader.read(session.policyJson());
        this.watch = new Watch(policy, nowMillis);
        this.pageHeardAtMillis = nowMillis - UNHEARD_MILLIS;
        this.cameraHeardAtMillis = nowMillis;
    }

    synchronized ExamSession session() {
        return session;
    }

    synchronized void connected(long nowMillis) {
        hasCamera = true;
        cameraHeardAtMillis = nowMillis;
        watch.connected(nowMillis);
    }

    synchronized void disconnected(long nowMillis) {
        hasCamera = false;
        cameraHeardAtMillis = nowMillis;
        unusable = null;
        watch.disconnected(nowMillis);
    }

    synchronized void pageHeard(long atMillis) {
        pageHeardAtMillis = Math.max(pageHeardAtMillis, atMillis);
        watch.pageHeard(atMillis);
    }

    synchronized void refused(long atMillis) {
        watch.refused(atMillis);
    }

    synchronized void heard(long atMillis) {
        cameraHeardAtMillis = Math.max(cameraHeardAtMillis, atMillis);
        watch.heard(atMillis);
    }

    synchronized void reported(long atMillis, LinkReport report) {
        watch.reported(atMillis, report);
    }

    /** Whatever was told of sockets: a frame comes on one. */
    synchronized void arrived(long atMillis, long capturedMillis, double askedFps) {
        hasCamera = true;
        cameraHeardAtMillis = Math.max(cameraHeardAtMillis, atMillis);
        watch.arrived(atMillis, capturedMillis, askedFps);
    }

    synchronized @Nullable UnwatchedCause causeOfGap(long atMillis) {
        return watch.causeOfGap(atMillis);
    }

    synchronized void judged(long atMillis, boolean isUsable) {
        watch.judged(atMillis, isUsable);
    }

    synchronized void undecodable(long atMillis) {
        watch.undecodable(atMillis);
    }

    /** The open incident of a picture that cannot be judged, which {@code unwatched} would go on with. */
    synchronized void scored(ScoreUpdate update) {
        unusable = update.openIncidents().stream()
                .filter(incident -> incident.behavior() == Behavior.CAMERA_UNUSABLE)
                .findFirst()
                .orElse(null);
    }

    /** Whether the exam asks for a picture of the camera first, and nobody lets the student in. */
    boolean beginsWithCamera() {
        return CameraStart.beginsWithCamera(policy);
    }

    synchronized boolean isUnwatched() {
        return unwatched != null;
    }

    /** The sitting has come to stand otherwise; what was read before its last change is out of date. */
    synchronized void stands(ExamSession now, long nowMillis) {
        if (now.statusSince().isBefore(session.statusSince())) {
            return;
        }
        session = now;
        if (isOurs) {
            take(watch.counts(nowMillis, session.isActive()), nowMillis);
        }
    }

    /** Whether this node should count: it has the camera, or a page of the student. */
    synchronized boolean wantsLease(long nowMillis) {
        return !isOurs && session.isActive() && (hasCamera(nowMillis) || hasPage(nowMillis));
    }

    /** Whether its camera is here and says something. */
    synchronized boolean hasCamera(long nowMillis) {
        return hasCamera && nowMillis - cameraHeardAtMillis <= CAMERA_SILENT_MILLIS;
    }

    private boolean hasPage(long nowMillis) {
        return nowMillis - pageHeardAtMillis < UNHEARD_MILLIS;
    }

    /** Whether another node may know more of it by now: neither page nor camera were heard here for a while. */
    synchronized boolean isLeaving(long nowMillis) {
        return session.isOver() || (!hasPage(nowMillis) && nowMillis - cameraHeardAtMillis > CAMERA_SILENT_MILLIS);
    }

    /** Whether nothing is to be expected of it here any more. */
    synchronized boolean isGone(long nowMillis) {
        return isLeaving(nowMillis) && (session.isOver() || !hasCamera);
    }

    /** This node counts from now on. */
    synchronized void begin(WatchRows.Taken row, long nowMillis) {
        letGo(nowMillis);
        isOurs = true;
        flushedAtMillis = nowMillis;
        total = row.time();
        incidentCount = row.incidentCount();
        watch.counts(nowMillis, session.isActive());
        if (row.roomRefusedAt() != null) {
            watch.refused(row.roomRefusedAt().toEpochMilli());
        }
        if (row.incidentId() != null && row.unwatchedSince() != null) {
            unwatched = new OpenIncident(row.incidentId(), Behavior.UNWATCHED, row.unwatchedSince());
            watch.goOn(row.unwatchedSince().toEpochMilli());
        }
    }

    /** What was counted is written, and this node counts no more. */
    synchronized void left(long nowMillis) {
        letGo(nowMillis);
    }

    /** Another node counts now. What was begun here too late for it ends at once. */
    synchronized void lose(WatchRows.Counted unwritten, long nowMillis) {
        if (unwritten.isNews() && unwatched != null) {
            close(nowMillis);
        }
        letGo(nowMillis);
    }

    /** Who goes on with it tells the rest: here nothing is known of it any more. */
    private void letGo(long nowMillis) {
        isOurs = false;
        isToBeStored = false;
        unsaved = WatchedTime.NONE;
        unwatched = null;
        cause = null;
        notWatchedSinceMillis = null;
        watch.letGo(nowMillis);
        watch.take();
    }

    /** Time went by. Returns what has changed for those who look on, null if nothing has. */
    synchronized @Nullable WatchChanged tick(long nowMillis) {
        if (isOurs) {
            take(watch.tick(nowMillis), nowMillis);
        }
        return change();
    }

    private void take(Watch.Tick tick, long nowMillis) {
        WatchedTime more = watch.take();
        total = total.plus(more);
        unsaved = unsaved.plus(more);
        if (tick.cause() == null) {
            notWatchedSinceMillis = null;
        } else if (notWatchedSinceMillis == null) {
            notWatchedSinceMillis = nowMillis;
        }
        Long since = notWatchedSinceMillis;
        cause = since != null && nowMillis - since >= SHOWN_AFTER_MILLIS ? tick.cause() : null;
        if (tick.opened() != null) {
            open(tick.opened());
        }
        if (tick.closed() != null) {
            close(
                    tick.closed().endedAtMillis() == null
                            ? nowMillis
                            : tick.closed().endedAtMillis());
        }
    }

    /** A picture that cannot be judged has grown into this, under its own id. */
    private void open(Incident incident) {
        OpenIncident grown = unusable;
        Instant startedAt = Instant.ofEpochMilli(incident.startedAtMillis());
        if (grown == null) {
            incidentCount++;
            unwatched = new OpenIncident(UUID.randomUUID(), Behavior.UNWATCHED, startedAt);
        } else {
            unwatched = new OpenIncident(
                    grown.id(),
                    Behavior.UNWATCHED,
                    grown.startedAt().isBefore(startedAt) ? grown.startedAt() : startedAt);
        }
        store(unwatched, null);
    }

    private void close(long endedAtMillis) {
        OpenIncident open = unwatched;
        unwatched = null;
        if (open != null) {
            Instant ended = Instant.ofEpochMilli(endedAtMillis);
            store(open, ended.isBefore(open.startedAt()) ? open.startedAt() : ended);
        }
    }

    private void store(OpenIncident incident, @Nullable Instant endedAt) {
        isToBeStored = true;
        incidents.accept(WatchRows.incident(
                incident.id(), session.sessionId(), session.studentId(), incident.startedAt(), endedAt));
    }

    /** What has changed since the last call, for those who look on; null if nothing has. */
    synchronized @Nullable WatchChanged change() {
        WatchChanged before = told;
        WatchChanged now = new WatchChanged(session, cause, unwatched, incidentCount, Watching.share(total));
        boolean isNew = before == null
                ? isOurs
                : isShareNews || before.cause() != cause || !Objects.equals(before.unwatched(), unwatched);
        if (!isNew) {
            return null;
        }
        isShareNews = false;
        told = now;
        return now;
    }

    /**
     * What the row is to be told, null if it is not time yet.
     *
     * @param isLast this node counts no more
     */
    synchronized WatchRows.@Nullable Counted flush(long nowMillis, long everyMillis, boolean isLast) {
        if (!isOurs || (!isLast && !isToBeStored && nowMillis - flushedAtMillis < everyMillis)) {
            return null;
        }
        WatchedTime time = unsaved;
        unsaved = WatchedTime.NONE;
        boolean isNews = isToBeStored;
        isToBeStored = false;
        flushedAtMillis = nowMillis;
        isOurs = !isLast;
        OpenIncident open = unwatched;
        isShareNews = true;
        return new WatchRows.Counted(
                session.sessionId(),
                time,
                Instant.ofEpochMilli(nowMillis),
                isLast,
                isNews,
                open == null ? null : open.id(),
                open == null ? null : open.startedAt(),
                incidentCount);
    }

    /** What could not be written is written next time. */
    synchronized void unwritten(WatchRows.Counted counted) {
        unsaved = unsaved.plus(counted.time());
        isOurs = true;
        isToBeStored = true;
    }
}
