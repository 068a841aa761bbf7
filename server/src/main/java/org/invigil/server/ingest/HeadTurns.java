package org.invigil.server.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.memory.BoundedMemory;
import org.invigil.server.streams.SessionScore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was asked of students about turning the head, for some minutes after their last frame: who opens a new socket is not asked anew,
 * and leaves what was asked on the old one in the record.
 */
@Component
class HeadTurns {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    /** Which side cannot be foreseen. */
    private static final RandomGenerator SIDES = new SecureRandom();

    private final Cache<UUID, HeadTurnChallenge> challenges;
    private final Hints hints;
    private final Clock clock;

    HeadTurns(Hints hints, Clock clock) {
        this.hints = hints;
        this.clock = clock;
        this.challenges = BoundedMemory.of(MOST, clock).expireAfterAccess(KEPT).build();
    }

    OfSocket ofSocket(UUID sessionId) {
        return new OfSocket(sessionId);
    }

    /** What is asked on one socket. */
    final class OfSocket {

        private final UUID sessionId;
        private boolean isAsking;
        private boolean hasEnded;

        private OfSocket(UUID sessionId) {
            this.sessionId = sessionId;
        }

        private HeadTurnChallenge challenge() {
            return challenges.get(sessionId, id -> new HeadTurnChallenge(SIDES));
        }

        /** Whether the student was being asked when a frame came in, or a moment before. */
        boolean isTurnAsked(long arrivedAtMillis) {
            return challenge().isTurnAsked(arrivedAtMillis);
        }

        /** What the page is to be told after a frame, null for nothing; what came of a request is noted for staff. */
        synchronized @Nullable TurnRequest after(FrameAnalysis analysis, SessionScore score, Instant now) {
            if (hasEnded) {
                return null;
            }
            TurnRequest request =
                    challenge().after(analysis, score.challenge(), score.leastReplayConfidence(), now.toEpochMilli());
            if (request != null) {
                isAsking = request.outcome() == null;
                note(request, now);
            }
            return request;
        }

        /** The socket is gone. */
        synchronized void end() {
            hasEnded = true;
            if (isAsking) {
                isAsking = false;
                Instant now = clock.instant();
                TurnRequest dropped = challenge().drop(now.toEpochMilli());
                if (dropped != null) {
                    note(dropped, now);
                }
            }
        }

        private void note(TurnRequest request, Instant now) {
            String outcome = request.outcome();
            if (outcome != null) {
                hints.note(sessionId, HintKind.HEAD_TURN_ASKED, outcome, now);
            }
        }
    }
}
