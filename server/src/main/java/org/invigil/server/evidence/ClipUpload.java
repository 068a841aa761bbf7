package org.invigil.server.evidence;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.problem.InvalidValueException;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.InputStreamSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Takes one clip: checks it, stores it, inserts its row. Sending it again gives the stored one. */
@Service
class ClipUpload {

    static final String CONTENT_TYPE = "video/webm";

    private static final Logger log = LoggerFactory.getLogger(ClipUpload.class);

    /** The page's clock may be so far ahead of the server's before it is not believed. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final int MAX_NAMES = 20; // clips of one session that begin within the same few milliseconds
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final ClipStore store;
    private final SittingSettings settings;
    private final ClipRequests requests;
    private final ApplicationEventPublisher events;
    private final ClipMetrics metrics;
    private final ClipChecker checker;
    private final Clock clock;

    ClipUpload(
            ActorTransactions transactions,
            ExamSessions sessions,
            ClipStore store,
            SittingSettings settings,
            ClipRequests requests,
            ApplicationEventPublisher events,
            ClipMetrics metrics,
            ClipChecker checker,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.store = store;
        this.settings = settings;
        this.requests = requests;
        this.events = events;
        this.metrics = metrics;
        this.checker = checker;
        this.clock = clock;
    }

    /** What the browser says of its clip. */
    record Announcement(
            UUID clipId, UUID sessionId, String behavior, Instant recordedAt, long durationMs, String sha256) {}

    /**
     * What came of an upload.
     *
     * @param clipCount clips of the session with this one; 0 if it is not new
     */
    record Stored(Clip clip, boolean isNew, int clipCount) {}

    /**
     * Takes a clip.
     *
     * @param file can be opened again and again
     * @throws EvidenceException saying what is wrong with it
     */
    Stored upload(Actor student, Announcement announced, InputStreamSource file, long sizeBytes) {
        try {
            return take(student, announced, file, sizeBytes);
        } catch (EvidenceException e) {
            metrics.refused(e);
            if (e.isFinal()) {
                requests.refused(announced.sessionId(), announced.clipId(), student, e.code());
            }
            throw e;
        }
    }

    private Stored take(Actor student, Announcement announced, InputStreamSource file, long sizeBytes) {
        ExamSession session = sessions.find(announced.sessionId())
                .filter(found -> found.studentId().equals(student.person()))
                .orElseThrow(EvidenceException::notFound);
        Optional<Clip> known = known(student, announced);
        if (known.isPresent()) {
            return new Stored(known.get(), false, 0);
        }
        Optional<ClipRequests.Moment> asked = requests.findNoted(announced.clipId());
        if (asked.isPresent() && !asked.get().sessionId().equals(announced.sessionId())) {
            throw EvidenceException.idTaken(); // or its own student could not send it any more
        }
        check(student, session, announced, asked.isPresent(), file, sizeBytes);
        Instant name = startsAt(session, announced, asked);
        for (int i = 0; i < MAX_NAMES; i++) {
            Optional<Stored> stored = tryName(student, announced, file, sizeBytes, name, i);
            if (stored.isPresent()) {
                stored.filter(Stored::isNew).ifPresent(fresh -> publish(session, fresh));
                return stored.get();
            }
        }
        throw EvidenceException.tooMany(MAX_NAMES);
    }

    /**
     * When its first picture was taken, by the server's clock as far as that is known. The same for the same upload whenever it comes, so
     * that it has the same name.
     */
    private Instant startsAt(ExamSession session, Announcement announced, Optional<ClipRequests.Moment> asked) {
        Instant said = announced.recordedAt().truncatedTo(ChronoUnit.MILLIS);
        if (asked.isPresent()) {
            return ClipPlace.of(asked.get(), said, settings.clip()).startsAt();
        }
        return said.isAfter(clock.instant().plus(CLOCKS_DIFFER)) ? session.startedAt() : said;
    }

    private void publish(ExamSession session, Stored stored) {
        events.publishEvent(
                new ClipStored(session, stored.clip().id(), stored.clip().behavior(), stored.clipCount()));
        ClipCheck check = stored.clip().check();
        boolean isRequested = check == null || check.state() != ClipCheck.State.NOT_REQUESTED;
        // Its request may have been noted while it was stored, and neither have seen the other.
        checker.stored(isRequested || requests.cameBefore(stored.clip().id()) > 0);
    }

    private Optional<Clip> known(Actor student, Announcement announced) {
        Optional<Clip> known = transactions.run(student, jdbc -> ClipRows.find(jdbc, announced.clipId()));
        if (known.isPresent() && !known.get().sessionId().equals(announced.sessionId())) {
            throw EvidenceException.idTaken();
        }
        return known;
    }

    private void check(
            Actor student,
            ExamSession session,
            Announcement announced,
            boolean isRequested,
            InputStreamSource file,
            long sizeBytes) {
        if (!SqlTime.isStorable(announced.recordedAt())) {
            throw InvalidValueException.time().at("recorded_at");
        }
        Instant overSince = session.overSince();
        if (overSince != null && clock.instant().isAfter(overSince.plus(ClipRequests.UPLOADS_AFTER_END))) {
            throw EvidenceException.uploadsClosed();
        }
        if (sizeBytes > settings.clip().maxBytes()) {
            throw EvidenceException.tooLarge(settings.clip().maxBytes());
        }
        transactions.run(student, jdbc -> requireRoom(jdbc, session.sessionId(), isRequested));
        try {
            if (!WebmHeader.isWebm(file)) {
                throw EvidenceException.notWebm();
            }
            if (!Sha256.of(file).equals(announced.sha256())) {
                throw EvidenceException.checksumMismatch();
            }
        } catch (IOException e) {
            throw EvidenceException.storageUnavailable(e);
        }
    }

    /**
     * Clips that were asked for, and others, have room of their own: what nobody has asked for takes none away.
     *
     * @return how many there are of its kind
     */
    private int requireRoom(JdbcClient jdbc, UUID sessionId, boolean isRequested) {
        int before = ClipRows.count(jdbc, sessionId, isRequested);
        int max = settings.clip().maxPerSession();
        if (isRequested && before >= max) {
            throw EvidenceException.tooMany(max);
        }
        int maxUnrequested = settings.clip().maxUnrequested();
        if (!isRequested && before >= maxUnrequested) {
            throw EvidenceException.notRequested(maxUnrequested);
        }
        return before;
    }

    /** Stores under one name; empty if that name belongs to another clip. */
    private Optional<Stored> tryName(
            Actor student,
            Announcement announced,
            InputStreamSource file,
            long sizeBytes,
            Instant startsAt,
            int namesBefore) {
        Clip clip = new Clip(
                announced.clipId(),
                announced.sessionId(),
                student.person(),
                "exam-recordings/" + student.person() + "/" + announced.sessionId() + "/"
                        + TIMESTAMP.format(startsAt.plusMillis(namesBefore)) + ".webm",
                sizeBytes,
                announced.sha256(),
                CONTENT_TYPE,
                announced.behavior(),
                startsAt,
                announced.durationMs(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        ClipStore.Outcome outcome;
        try {
            outcome = store.putIfAbsent(clip.storagePath(), file, sizeBytes, announced.sha256());
        } catch (IOException e) {
            throw EvidenceException.storageUnavailable(e);
        }
        if (outcome == ClipStore.Outcome.TAKEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(insert(student, clip, announced.recordedAt()));
        } catch (DuplicateKeyException e) {
            if (outcome == ClipStore.Outcome.ALREADY_THERE) {
                return Optional.empty(); // the same bytes, but another clip's
            }
            throw e;
        } catch (EvidenceException e) {
            if (outcome == ClipStore.Outcome.STORED) {
                forget(clip.storagePath());
            }
            throw e;
        }
    }

    private record Inserted(boolean isNew, boolean isRequested, int before) {}

    private Stored insert(Actor student, Clip clip, Instant saidToStartAt) {
        return transactions.runThenAsSystem(
                student,
                jdbc -> {
                    // One upload of a session at a time from here on: else two could both be the last that fits.
                    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")
                            .param(clip.sessionId().toString())
                            .query((row, number) -> 1)
                            .single();
                    boolean isRequested = ClipRequests.find(jdbc, clip.id()).isPresent();
                    if (ClipRows.find(jdbc, clip.id()).isPresent()) {
                        return new Inserted(false, isRequested, 0);
                    }
                    int before = requireRoom(jdbc, clip.sessionId(), isRequested);
                    return new Inserted(ClipRows.insert(jdbc, clip), isRequested, before);
                },
                (jdbc, inserted) -> {
                    if (inserted.isNew()) {
                        ClipChecks.insert(
                                jdbc,
                                clip,
                                ClipCheck.begun(inserted.isRequested()).state(),
                                saidToStartAt);
                    }
                    ClipRequests.sent(jdbc, clip);
                    Clip stored = ClipRows.find(jdbc, clip.id())
                            .filter(known -> known.sessionId().equals(clip.sessionId()))
                            .orElseThrow(EvidenceException::idTaken);
                    return new Stored(stored, inserted.isNew(), inserted.before() + 1);
                });
    }

    private void forget(String path) {
        try {
            store.delete(path);
        } catch (IOException e) {
            log.warn("An object without a row could not be removed: {}", path, e);
        }
    }
}
