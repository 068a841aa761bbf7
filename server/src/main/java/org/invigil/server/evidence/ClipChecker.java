package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingSettings;
import org.invigil.server.store.AnalysedPicture;
import org.invigil.server.store.AnalysedPictures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Checks clips, one at a time on each node, some time after they were stored: no upload waits for it. Which are due stands in the
 * database, so that a check survives its server.
 */
@Component
class ClipChecker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClipChecker.class);

    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(5);

    /** Scores are stored within a second or two; where the database was away they may come later. */
    private static final Duration SCORES_COME_WITHIN = Duration.ofMinutes(2);

    /** What the page says of a clip's length may be off by the time between two pictures of a slow camera. */
    private static final long LENGTH_TOLERANCE_MILLIS = 1_500;

    /** A clip begins with a key picture and may be that much longer. */
    private static final long MOST_TOO_LONG_MILLIS = 3_000;

    /** A decoder that was killed for its time may have had too little of it. */
    static final int MOST_TRIES = 3;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final ClipStore store;
    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final SittingSettings settings;
    private final Hints hints;
    private final ClipMetrics metrics;
    private final Clock clock;
    private final ClipDecoder decoder = new ClipDecoder();
    private final Doorbell look;

    ClipChecker(
            ClipStore store,
            ActorTransactions transactions,
            ExamSessions sessions,
            SittingSettings settings,
            Hints hints,
            ClipMetrics metrics,
            Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.sessions = sessions;
        this.settings = settings;
        this.hints = hints;
        this.metrics = metrics;
        this.clock = clock;
        this.look = new Doorbell("clip-checks", LOOK_AT_LEAST_EVERY, this::checkAll);
    }

    /** A clip is new. */
    void stored(boolean isRequested) {
        if (isRequested) {
            look.ring();
        } else {
            metrics.checked(ClipCheck.State.NOT_REQUESTED);
        }
    }

    private void checkAll() {
        Instant now = clock.instant();
        transactions
                .run(Actor.SYSTEM, jdbc -> ClipChecks.stillNotRequested(jdbc, now))
                .forEach(session -> tell(session, ClipCheck.of(ClipCheck.State.NOT_REQUESTED)));
        Optional<ClipChecks.Due> due = take();
        while (due.isPresent()) {
            check(due.get());
            due = take();
        }
    }

    private Optional<ClipChecks.Due> take() {
        return transactions.run(Actor.SYSTEM, jdbc -> ClipChecks.take(jdbc, clock.instant()));
    }

    private void check(ClipChecks.Due due) {
        Optional<Clip> clip = transactions.run(Actor.SYSTEM, jdbc -> ClipRows.find(jdbc, due.clipId()));
        if (clip.isEmpty()) {
            return; // deleted meanwhile, and its check with it
        }
        try (InputStream file =
                store.open(clip.get().storagePath(), 0, clip.get().fileSizeBytes())) {
            compare(clip.get(), due, decoder.decode(file));
        } catch (ClipDecoder.UnreadableClipException e) {
            log.info("Clip {} does not play: {}", due.clipId(), e.getMessage());
            finish(clip.get(), ClipCheck.of(ClipCheck.State.UNREADABLE));
        } catch (TimeoutException e) {
            tryAgain(clip.get(), due, ClipCheck.State.UNREADABLE, e);
        } catch (IOException e) {
            putOff(clip.get(), e);
        } catch (DataAccessException | TransactionException e) {
            throw e; // the whole turn is tried again
        } catch (OutOfMemoryError e) {
            throw e; // a process without memory is to end
        } catch (Throwable e) {
            tryAgain(clip.get(), due, ClipCheck.State.UNKNOWN, e);
        }
    }

    /** The store is away, or the server stops: nothing about the clip, however long it lasts. The longer, the seldomer it is tried. */
    private void putOff(Clip clip, IOException failure) {
        Instant now = clock.instant();
        Duration waited = Duration.between(clip.uploadedAt(), now);
        Duration pause =
                Duration.ofMillis(Math.clamp(waited.toMillis(), SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
        log.warn("Clip {} cannot be checked yet: {}", clip.id(), failure.toString());
        transactions.run(Actor.SYSTEM, jdbc -> ClipChecks.putOff(jdbc, clip.id(), now.plus(pause)));
    }

    /** What fails again and again comes to an end: of the clip, if that is why, or without a word about it. */
    private void tryAgain(Clip clip, ClipChecks.Due due, ClipCheck.State inTheEnd, Throwable failure) {
        log.warn("Clip {} could not be checked: {}", clip.id(), failure.toString());
        if (due.tries() >= MOST_TRIES) {
            finish(clip, ClipCheck.of(inTheEnd));
        }
    }

    private void compare(Clip clip, ClipChecks.Due due, ClipPictures pictures) {
        Optional<ClipRequests.Moment> asked =
                transactions.run(Actor.SYSTEM, jdbc -> ClipRequests.find(jdbc, clip.id()));
        if (asked.isEmpty()) {
            return; // deleted with its session
        }
        ClipPlace place = ClipPlace.of(asked.get(), due.saidToStartAt(), settings.clip());
        ClipComparison comparison = ClipComparison.of(
                analysed(clip, place.startsAt(), pictures.durationMillis()),
                pictures,
                place.startsAt().toEpochMilli());
        Instant complete = clip.uploadedAt().plus(SCORES_COME_WITHIN);
        long expectedMillis =
                Math.min(pictures.durationMillis(), settings.clip().lengthMillis());
        if (comparison.compared() < expectedMillis / 2_000 && clock.instant().isBefore(complete)) {
            transactions.run(Actor.SYSTEM, jdbc -> ClipChecks.putOff(jdbc, clip.id(), complete));
            return;
        }
        ClipCheck.State state = ClipCheck.State.DIFFERS;
        List<ClipCheck.Reason> reasons = reasons(clip, asked.get(), place, pictures, comparison);
        if (reasons.isEmpty()) {
            reasons = doubts(place, pictures, comparison);
            boolean isVerified = reasons.isEmpty() && comparison.tellsSomething();
            state = isVerified ? ClipCheck.State.VERIFIED : ClipCheck.State.UNKNOWN;
        }
        finish(
                clip,
                new ClipCheck(
                        state, reasons, pictures.durationMillis(), comparison.compared(), comparison.differing()));
    }

    /** Why a clip in which nothing differs is no evidence all the same. */
    private static List<ClipCheck.Reason> doubts(ClipPlace place, ClipPictures pictures, ClipComparison comparison) {
        List<ClipCheck.Reason> doubts = new ArrayList<>();
        place.whyWithoutEvent(pictures.durationMillis()).ifPresent(doubts::add);
        if (pictures.durationMillis() < ClipComparison.LEAST_COMPARED * 1_000L && !comparison.tellsSomething()) {
            doubts.add(ClipCheck.Reason.TOO_SHORT);
        }
        return doubts;
    }

    private List<AnalysedPicture> analysed(Clip clip, Instant from, long millis) {
        return sessions.find(clip.sessionId())
                .map(ExamSession::startedAt)
                .map(began -> transactions.run(
                        Actor.SYSTEM,
                        jdbc -> AnalysedPictures.between(
                                jdbc,
                                clip.sessionId(),
                                began,
                                from.minusMillis(ClipComparison.MOST_SHIFT_MILLIS),
                                from.plusMillis(millis + ClipComparison.MOST_SHIFT_MILLIS))))
                .orElse(List.of());
    }

    private List<ClipCheck.Reason> reasons(
            Clip clip, ClipRequests.Moment asked, ClipPlace place, ClipPictures pictures, ClipComparison comparison) {
        List<ClipCheck.Reason> reasons = new ArrayList<>();
        if (!clip.behavior().equals(asked.behavior())) {
            reasons.add(ClipCheck.Reason.BEHAVIOR);
        }
        if (!place.isPlausible()) {
            reasons.add(ClipCheck.Reason.TIME);
        }
        long shown = pictures.durationMillis();
        if (Math.abs(shown - clip.durationMs()) > LENGTH_TOLERANCE_MILLIS
                || shown > settings.clip().lengthMillis() + MOST_TOO_LONG_MILLIS) {
            reasons.add(ClipCheck.Reason.LENGTH);
        }
        if (comparison.differs()) {
            reasons.add(ClipCheck.Reason.PICTURES);
        }
        return reasons;
    }

    private void finish(Clip clip, ClipCheck check) {
        if (transactions.run(Actor.SYSTEM, jdbc -> ClipChecks.finish(jdbc, clip.id(), check, clock.instant()))) {
            metrics.checked(check.state());
            tell(clip.sessionId(), check);
        }
    }

    private void tell(UUID sessionId, ClipCheck check) {
        if (check.state() == ClipCheck.State.DIFFERS) {
            String what =
                    check.reasons().stream().map(ClipCheck.Reason::wireName).collect(Collectors.joining(", "));
            hints.note(sessionId, HintKind.CLIP_DIFFERS, what, clock.instant());
        } else if (check.state().isKeptApart()) {
            hints.note(sessionId, HintKind.CLIP_REFUSED, check.state().wireName(), clock.instant());
        }
    }

    /** Whatever is under way is begun again by the next server. */
    @Override
    public void close() {
        decoder.close();
        look.close();
    }
}
