package org.invigil.server.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.invigil.server.admission.Admissions;
import org.invigil.server.devices.SharedAddresses;
import org.invigil.server.evidence.ClipRetention;
import org.invigil.server.nodes.ScheduledWork;
import org.invigil.server.session.SessionRetention;
import org.invigil.server.store.ScoreRetention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Deletes what is older than its limit, once a day, makes the next days' partitions, and has the indexes of past days built anew. */
@Component
class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private static final Duration ONCE = Duration.ofHours(23);
    private static final Duration AT_MOST = Duration.ofHours(23);
    private static final Duration PARTITIONS_ONCE = Duration.ofMinutes(50);
    private static final int DAYS_AHEAD = 7;
    private static final Duration INDEXES_ONCE = Duration.ofMinutes(50);
    private static final Duration INDEXES_AT_MOST = Duration.ofHours(9);

    /** So that a database of half a year is done within a day, and never at once. */
    private static final int MOST_INDEXES_A_TURN = 8;

    private final RetentionSettings settings;
    private final ScheduledWork work;
    private final ClipRetention clips;
    private final ScoreRetention scores;
    private final SessionRetention sessions;
    private final Admissions admissions;
    private final SharedAddresses addresses;
    private final Clock clock;

    Retention(
            RetentionSettings settings,
            ScheduledWork work,
            ClipRetention clips,
            ScoreRetention scores,
            SessionRetention sessions,
            Admissions admissions,
            SharedAddresses addresses,
            Clock clock) {
        this.settings = settings;
        this.work = work;
        this.clips = clips;
        this.scores = scores;
        this.sessions = sessions;
        this.admissions = admissions;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What one run deleted. */
    record Deleted(int clips, int scoreDays, int incidents, int sessions, int pictures, int addresses) {}

    /** Looks every hour, so that a server that is switched off at night deletes as well; one run a day does it. */
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void turn() {
        try {
            work.runOnce("score-partitions", PARTITIONS_ONCE, PARTITIONS_ONCE, this::addPartitions);
            work.runOnce("retention", ONCE, AT_MOST, () -> {
                Deleted deleted = run();
                log.info(
                        "Retention deleted {} clips, the scores of {} days, {} incidents, {} sessions, {} pictures of admission and {} addresses",
                        deleted.clips(),
                        deleted.scoreDays(),
                        deleted.incidents(),
                        deleted.sessions(),
                        deleted.pictures(),
                        deleted.addresses());
            });
            work.runOnce("score-indexes", INDEXES_ONCE, INDEXES_AT_MOST, () -> {
                int days = rebuildIndexes();
                if (days > 0) {
                    log.info("The indexes of the scores of {} days were built anew", days);
                }
            });
        } catch (DataAccessException | TransactionException e) {
            log.warn("Retention was cut off and goes on with its next run: {}", e.getMessage());
        }
    }

    /** Makes the partitions of today and the days to come. */
    void addPartitions() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (int day = 0; day <= DAYS_AHEAD; day++) {
            scores.addPartition(today.plusDays(day));
        }
    }

    /**
     * Builds the indexes of some days anew that nobody writes to any more: a sitting that began before midnight has had a
     * whole day to end. Returns of how many.
     */
    int rebuildIndexes() {
        LocalDate yesterday =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        int days = 0;
        while (days < MOST_INDEXES_A_TURN && scores.rebuildAnIndexOfDaysBefore(yesterday)) {
            days++;
        }
        return days;
    }

    /** Deletes everything that is older than its limit. What fails is left for the next run. */
    Deleted run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int clipCount = settings.clipsBefore(now).map(this::deleteClips).orElse(0);
        int days =
                settings.scoresBefore(now).map(scores::deleteScoresOfDaysBefore).orElse(0);
        int incidents =
                settings.incidentsBefore(now).map(scores::deleteIncidentsBefore).orElse(0);
        int sessionCount =
                settings.sessionsBefore(now).map(sessions::deleteOverBefore).orElse(0);
        int forgotten =
                settings.addressesBefore(now).map(addresses::forgetBefore).orElse(0);
        return new Deleted(clipCount, days, incidents, sessionCount, admissions.deleteWhatIsOver(), forgotten);
    }

    private int deleteClips(Instant before) {
        int deleted = 0;
        try {
            for (int turn = clips.deleteSome(before); turn > 0; turn = clips.deleteSome(before)) {
                deleted += turn;
            }
        } catch (IOException e) {
            log.warn(
                    "The store of clips does not delete just now; the rest waits for the next run: {}", e.getMessage());
        }
        return deleted;
    }
}
