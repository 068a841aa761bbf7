package org.invigil.server.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.session.ExamSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Builds a board once before the server says that it is ready, so that the first viewer does not wait for what is loaded
 * only once: classes, the database's catalogue and the pages of whoever sits an exam now. Nothing is kept of it. A slow
 * database holds up the start for a moment and no longer; one that is away is somebody else's matter.
 */
@Component
class LiveRehearsal implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(LiveRehearsal.class);

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final StoredSessions stored;
    private final LiveSocketHandler socket;
    private final Clock clock;

    LiveRehearsal(StoredSessions stored, LiveSocketHandler socket, Clock clock) {
        this.stored = stored;
        this.socket = socket;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Thread rehearsal = Thread.ofVirtual().name("live-rehearsal").start(this::rehearse);
        try {
            if (!rehearsal.join(LONGEST)) {
                log.info("The board is not read within {} s; the start does not wait for it", LONGEST.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops before it has started
        }
    }

    private void rehearse() {
        // Somebody who does not exist: with nobody in an exam, most of what a board needs would not be touched.
        Instant now = clock.instant();
        ExamSession nobody = new ExamSession(
                new UUID(0, 0), new UUID(0, 0), "", new UUID(0, 0), "", "", SittingState.ACTIVE, now, now, now, "{}");
        try {
            stored.recent();
            socket.snapshot(
                    1,
                    stored.of(List.of(nobody)).stream()
                            .map(StoredSession::session)
                            .toList());
        } catch (DataAccessException | TransactionException e) {
            log.info("The board cannot be read just now: {}", e.getMessage());
        }
    }
}
