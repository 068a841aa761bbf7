package org.invigil.server.evidence;

import java.io.IOException;
import java.time.Clock;
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
import org.springframework.stereotype.Service;

/** Takes one clip: checks it, stores it, inserts its row. Sending it again gives the stored one. */
@Service
class ClipUpload {

    static final String CONTENT_TYPE = "video/webm";

    private static final Logger log = LoggerFactory.getLogger(ClipUpload.class);
    private static final int MAX_NAMES = 20; // clips of one session that begin within the same few milliseconds
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final ClipStore store;
    private final SittingSettings settings;
    private final ClipRequests requests;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ClipUpload(
            ActorTransactions transactions,
            ExamSessions sessions,
            ClipStore store,
            SittingSettings settings,
            ClipRequests requests,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.store = store;
        this.settings = settings;
        this.requests = requests;
        this.events = events;
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
        check(student, session, announced, file, sizeBytes);
        Instant name = announced.recordedAt().truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < MAX_NAMES; i++) {
            Optional<Stored> stored = tryName(student, announced, file, sizeBytes, name.plusMillis(i));
            if (stored.isPresent()) {
                stored.filter(Stored::isNew).ifPresent(fresh -> publish(session, fresh));
                return stored.get();
            }
        }
        throw EvidenceException.tooMany(MAX_NAMES);
    }

    private void publish(ExamSession session, Stored stored) {
        events.publishEvent(
                new ClipStored(session, stored.clip().id(), stored.clip().behavior(), stored.clipCount()));
    }

    private Optional<Clip> known(Actor student, Announcement announced) {
        Optional<Clip> known = transactions.run(student, jdbc -> ClipRows.find(jdbc, announced.clipId()));
        if (known.isPresent() && !known.get().sessionId().equals(announced.sessionId())) {
            throw EvidenceException.idTaken();
        }
        return known;
    }

    private void check(
            Actor student, ExamSession session, Announcement announced, InputStreamSource file, long sizeBytes) {
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
        int max = settings.clip().maxPerSession();
        if (transactions.run(student, jdbc -> ClipRows.count(jdbc, session.sessionId())) >= max) {
            throw EvidenceException.tooMany(max);
        }
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

    /** Stores under one name; empty if that name belongs to another clip. */
    private Optional<Stored> tryName(
            Actor student, Announcement announced, InputStreamSource file, long sizeBytes, Instant name) {
        Clip clip = new Clip(
                announced.clipId(),
                announced.sessionId(),
                student.person(),
                "exam-recordings/" + student.person() + "/" + announced.sessionId() + "/" + TIMESTAMP.format(name)
                        + ".webm",
                sizeBytes,
                announced.sha256(),
                CONTENT_TYPE,
                announced.behavior(),
                announced.recordedAt().truncatedTo(ChronoUnit.MILLIS),
                announced.durationMs(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
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
            return Optional.of(insert(student, clip));
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

    private Stored insert(Actor student, Clip clip) {
        int max = settings.clip().maxPerSession();
        return transactions.runThenAsSystem(
                student,
                jdbc -> {
                    // One upload of a session at a time from here on: else two could both be the last that fits.
                    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")
                            .param(clip.sessionId().toString())
                            .query((row, number) -> 1)
                            .single();
                    int before = ClipRows.count(jdbc, clip.sessionId());
                    if (before >= max && ClipRows.find(jdbc, clip.id()).isEmpty()) {
                        throw EvidenceException.tooMany(max);
                    }
                    boolean inserted = ClipRows.insert(jdbc, clip);
                    Clip stored = ClipRows.find(jdbc, clip.id()).orElseThrow(EvidenceException::idTaken);
                    return new Stored(stored, inserted, before + 1);
                },
                (jdbc, stored) -> {
                    ClipRequests.sent(jdbc, stored.clip());
                    return stored;
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
